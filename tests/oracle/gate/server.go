package gate

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"syscall"
)

// server is a running sparkgate-webhook.
type server struct {
	command *exec.Cmd
	address string
	stderr  bytes.Buffer
}

// start returns when the server listens. Home holds the certificate.
func start(program, policies, home string) (*server, error) {
	s := &server{command: exec.Command(program, "--policies", policies, "--tls-cert", filepath.Join(home, certificateFile),
		"--tls-key", filepath.Join(home, keyFile), "--listen", "127.0.0.1:0", "--status-listen", "127.0.0.1:0",
		"--threads", "1", "--poll-interval", "1h", "--log-level", "off")}
	s.command.Stderr = &s.stderr
	stdout, err := s.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	var said struct{ Admission string }
	if err == nil {
		err = json.Unmarshal(line, &said)
	}
	if s.address = said.Admission; err != nil || s.address == "" {
		death := s.end()
		return nil, fmt.Errorf("sparkgate-webhook does not listen: %v %s %s", err, death, s.stderr.String())
	}
	return s, nil
}

// end kills the server, and says how it came to its end before that; empty when it was alive.
func (s *server) end() string {
	s.command.Process.Kill()
	s.command.Wait()
	state := s.command.ProcessState
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() && status.Signal() == syscall.SIGKILL {
		return ""
	}
	return state.String()
}

// ask sends all reviews without waiting for answers, and returns the answers there are. They come in the order of the
// reviews, one after the other: when the server dies, the first that is missing is the one it died of.
func (s *server) ask(door string, reviews [][]byte) ([][]byte, error) {
	connection, err := tls.Dial("tcp", s.address, &tls.Config{InsecureSkipVerify: true}) // we started it
	if err != nil {
		return nil, err
	}
	sent := make(chan struct{})
	go func() {
		send(connection, door, reviews)
		close(sent)
	}()
	answers := make([][]byte, 0, len(reviews))
	for reader := bufio.NewReaderSize(connection, 64<<10); err == nil && len(answers) < len(reviews); {
		var answer []byte
		if answer, err = receive(reader); err == nil {
			answers = append(answers, answer)
		}
	}
	connection.Close()
	<-sent
	return answers, err
}

// send stops when nobody listens any more: the side that reads knows why.
func send(connection io.Writer, door string, reviews [][]byte) {
	out := bufio.NewWriterSize(connection, 64<<10)
	for _, review := range reviews {
		fmt.Fprintf(out, "POST %s HTTP/1.1\r\nHost: sparkgate\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
			door, len(review))
		out.Write(review)
	}
	out.Flush()
}

// receive is the body of the next answer, which says itself when it is no AdmissionReview.
func receive(reader *bufio.Reader) ([]byte, error) {
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.ContentLength < 0 {
		return nil, fmt.Errorf("an answer of unknown length, status %s", response.Status)
	}
	body := make([]byte, response.ContentLength)
	_, err = io.ReadFull(response.Body, body)
	return body, err
}
