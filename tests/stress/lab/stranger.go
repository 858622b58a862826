package lab

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"
)

// Stranger is a peer over TLS that says exactly the bytes a test wants, and trusts anybody.
type Stranger struct {
	*tls.Conn
	heard *bufio.Reader
}

// Meet connects. With `room` the kernel keeps no more bytes that we have not read, and few that we have said.
func Meet(address string, room int) (*Stranger, error) {
	plain, err := MeetPlain(address, room)
	if err != nil {
		return nil, err
	}
	secure := tls.Client(plain, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"http/1.1"}})
	if err := secure.Handshake(); err != nil {
		plain.Close()
		return nil, err
	}
	return &Stranger{secure, bufio.NewReaderSize(secure, 4096)}, nil
}

// MeetPlain connects without TLS.
func MeetPlain(address string, room int) (net.Conn, error) {
	dialer := net.Dialer{Timeout: Patience}
	if room > 0 {
		dialer.Control = func(_, _ string, raw syscall.RawConn) error {
			return raw.Control(func(fd uintptr) {
				syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, room)
				syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_SNDBUF, 16*room)
			})
		}
	}
	return dialer.Dial("tcp", address)
}

// Head of a request as kube-apiserver writes it.
func Head(door string, length int) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s:443\r\nContent-Length: %d\r\nContent-Type: application/json\r\n\r\n",
		door, Service, length)
}

// Reply that comes next, with its body.
func (s *Stranger) Reply() (*http.Response, string, error) {
	reply, err := http.ReadResponse(s.heard, nil)
	if err != nil {
		return nil, "", err
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	return reply, string(body), err
}

// Ask says a whole request and hears its reply.
func (s *Stranger) Ask(door, body string) (*http.Response, string, error) {
	s.SetDeadline(time.Now().Add(Patience))
	if _, err := io.Copy(s, strings.NewReader(Head(door, len(body))+body)); err != nil {
		return nil, "", err
	}
	return s.Reply()
}

// HearRest is all up to the end of the connection.
func (s *Stranger) HearRest() string {
	rest, _ := io.ReadAll(s.heard) // a reset is an end too
	return string(rest)
}
