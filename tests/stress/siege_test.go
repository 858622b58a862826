package stress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"sparkgate.dev/stress/lab"
)

const drip = time.Second

// slowness is a way to hold a connection until the server ends it, or we give up; the result is its last words.
type slowness struct {
	name  string
	limit time.Duration
	hold  func(stranger *lab.Stranger) string
	room  int    // bytes to receive; 0: as the kernel likes
	last  string // how the server's last words begin
}

var slownesses = []slowness{
	{"head", 5 * time.Second, slowHead, 0, "HTTP/1.1 408 "},
	{"body", 10 * time.Second, slowBody, 0, "HTTP/1.1 408 "},
	{"read", 10 * time.Second, slowReader, 4096, ""},
}

// kindOf the i-th stranger. Few are readers: what nobody reads is megabytes in the kernel, for each.
func kindOf(i int) slowness {
	if i%40 == 0 {
		return slownesses[2]
	}
	return slownesses[i%2]
}

func slowHead(stranger *lab.Stranger) string {
	return dripping(stranger, lab.Head(lab.Mutate, 1000))
}

func slowBody(stranger *lab.Stranger) string {
	const length = 2000
	if _, err := io.WriteString(stranger, lab.Head(lab.Mutate, length)); err != nil {
		return err.Error()
	}
	return dripping(stranger, strings.Repeat(" ", length))
}

// dripping says a byte at a time, until the server has had enough.
func dripping(stranger *lab.Stranger, text string) string {
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		for i := 0; i < len(text); i++ {
			if _, err := io.WriteString(stranger, text[i:i+1]); err != nil {
				return
			}
			select {
			case <-ended:
				return
			case <-time.After(drip):
			}
		}
	}()
	return stranger.HearRest()
}

// slowReader asks on and on and hears nothing: replies fill the little room there is, then the server waits for us.
// What it has not read of us by its end turns that into a reset, which is how we hear of it.
func slowReader(stranger *lab.Stranger) string {
	body := fmt.Sprintf(`{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"%s","kind":
{"group":"","version":"v1","kind":"Pod"},"operation":"CREATE","namespace":"n","object":{"apiVersion":"v1","kind":"Pod",
"metadata":{"name":"n"},"spec":{"containers":[{"name":"n","image":"i"}]}}}}`, strings.Repeat("u", 100_000))
	request := lab.Head(lab.Mutate, len(body)) + body
	for {
		if _, err := io.WriteString(stranger, request); err != nil {
			return ""
		}
	}
}

// siege is what became of slow connections.
type siege struct {
	Total   int
	Longest map[string]time.Duration // the longest life, by slowness
	Odd     []string                 // the first few ends of another kind than the server's promise
	mutex   sync.Mutex
}

// besiege a server with so many slow connections at once.
func besiege(given orders) *siege {
	s := &siege{Longest: map[string]time.Duration{}}
	over := time.Now().Add(given.Hold)
	var all sync.WaitGroup
	for i := range given.Count {
		kind := kindOf(i)
		all.Go(func() {
			for again := true; again; again = time.Now().Before(over) {
				s.hold(kind, given.Address, given.Longest)
			}
		})
		if i%10 == 9 {
			time.Sleep(pick(0, 10*time.Millisecond)) // a thousand a second, since handshakes cost both sides
		}
	}
	all.Wait()
	return s
}

// hold one connection; its life begins when TLS is made.
func (s *siege) hold(kind slowness, address string, longest time.Duration) {
	stranger, err := lab.Meet(address, kind.room)
	if err != nil {
		s.add(kind, 0, err.Error())
		return
	}
	defer stranger.Close()
	began := time.Now()
	stranger.SetDeadline(began.Add(longest))
	said := kind.hold(stranger)
	s.add(kind, time.Since(began), said)
}

func (s *siege) add(kind slowness, lived time.Duration, said string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.Total++
	s.Longest[kind.name] = max(s.Longest[kind.name], lived.Round(10*time.Millisecond))
	if !strings.HasPrefix(said, kind.last) && len(s.Odd) < 5 {
		s.Odd = append(s.Odd, fmt.Sprintf("slow %s: last words %.100q", kind.name, said))
	}
}
