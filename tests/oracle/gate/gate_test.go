package gate

import (
	"bytes"
	"crypto/tls"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestMain is the server, too, where a Gate starts this program under the server's name.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "sparkgate-webhook" {
		fmt.Fprintln(os.Stderr, serve())
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// serve answers with what it is asked, and dies when that is "die".
func serve() error {
	for _, name := range []string{"policies", "listen", "status-listen", "threads", "poll-interval", "log-level"} {
		flag.String(name, "", "")
	}
	certificate, key := flag.String("tls-cert", "", ""), flag.String("tls-key", "", "")
	flag.Parse()
	pair, err := tls.LoadX509KeyPair(*certificate, *key)
	if err != nil {
		return err
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}})
	if err != nil {
		return err
	}
	fmt.Printf("{\"event\":\"listening\",\"admission\":%q}\n", listener.Addr())
	return http.Serve(listener, http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		if string(body) == "die" {
			syscall.Kill(os.Getpid(), syscall.SIGABRT)
			select {}
		}
		answer.Header().Set("Content-Length", fmt.Sprint(len(request.URL.Path)+len(body)))
		fmt.Fprintf(answer, "%s%s", request.URL.Path, body)
	}))
}

func fakeGate(t *testing.T) *Gate {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	build := t.TempDir()
	if err := os.Symlink(program, filepath.Join(build, "sparkgate-webhook")); err != nil {
		t.Fatal(err)
	}
	gate, err := New(build, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(gate.Close)
	if err := gate.Serve(Policies{}); err != nil {
		t.Fatal(err)
	}
	return gate
}

// The reviews that the server dies of are known, the others have their answers.
func TestTheServerDiesOfSomeReviews(t *testing.T) {
	gate := fakeGate(t)
	var reviews [][]byte
	for i := range 300 {
		reviews = append(reviews, bytes.Repeat([]byte{'a' + byte(i%26)}, i*i/10))
	}
	for _, i := range []int{0, 120, 121, 299} {
		reviews[i] = []byte("die")
	}
	answers, err := gate.Answers(Mutate, reviews)
	if err != nil {
		t.Fatal(err)
	}
	for i, answer := range answers {
		if string(reviews[i]) == "die" {
			if !strings.HasPrefix(string(answer), Death) {
				t.Errorf("%d: %.100s", i, answer)
			}
		} else if string(answer) != Mutate+string(reviews[i]) {
			t.Errorf("%d: %.100s for %.100s", i, answer, reviews[i])
		}
	}
}

func TestAServerThatDoesNotStartSaysWhy(t *testing.T) {
	gate := fakeGate(t)
	if err := os.Remove(filepath.Join(gate.home, keyFile)); err != nil {
		t.Fatal(err)
	}
	if err := gate.Restart(); err == nil || !strings.Contains(err.Error(), keyFile+": no such file") {
		t.Error(err)
	}
	if _, err := gate.Answers(Mutate, [][]byte{[]byte("x")}); err == nil {
		t.Error("an answer without a server")
	}
}
