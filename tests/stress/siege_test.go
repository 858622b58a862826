package stress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"sparkgate.dev/stress/lab"
)

const (
	littleRoom = 4096 // bytes, to receive
	drip       = time.Second
)

// slowness is a way to hold a connection; each gives what the server said at its end, or by then.
type slowness struct {
	name  string
	limit time.Duration
	hold  func(address string, until time.Time) (string, error)
	last  string // how the server's last words begin
}

var slownesses = []slowness{
	{"head", 5 * time.Second, slowHead, "HTTP/1.1 408 "},
	{"body", 10 * time.Second, slowBody, "HTTP/1.1 408 "},
	{"read", 10 * time.Second, slowReader, ""},
}

// kindOf the i-th stranger. Few are readers: what nobody reads is megabytes in the kernel, for each.
func kindOf(i int) slowness {
	if i%40 == 0 {
		return slownesses[2]
	}
	return slownesses[i%2]
}

func slowHead(address string, until time.Time) (string, error) {
	return dripping(address, until, "", lab.Head(lab.Mutate, 1000))
}

func slowBody(address string, until time.Time) (string, error) {
	const length = 100_000
	return dripping(address, until, lab.Head(lab.Mutate, length), strings.Repeat(" ", length))
}

// dripping says the first text at once and the other a byte at a time, until the server has had enough.
func dripping(address string, until time.Time, first, slow string) (string, error) {
	stranger, err := lab.Meet(address, 0)
	if err != nil {
		return "", err
	}
	defer stranger.Close()
	stranger.SetDeadline(until)
	if _, err := io.WriteString(stranger, first); err != nil {
		return "", err
	}
	ended := make(chan struct{})
	go func() {
		for i := 0; i < len(slow); i++ {
			if _, err := io.WriteString(stranger, slow[i:i+1]); err != nil {
				return
			}
			select {
			case <-ended:
				return
			case <-time.After(drip):
			}
		}
	}()
	said := stranger.HearRest()
	close(ended)
	return said, nil
}

// slowReader asks on and on and hears nothing: replies fill the little room there is, then the server waits for us.
// What it has not read of us by its end turns that into a reset, which is how we hear of it.
func slowReader(address string, until time.Time) (string, error) {
	stranger, err := lab.Meet(address, littleRoom)
	if err != nil {
		return "", err
	}
	defer stranger.Close()
	stranger.SetDeadline(until)
	body := fmt.Sprintf(`{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"%s","kind":
{"group":"","version":"v1","kind":"Pod"},"operation":"CREATE","namespace":"n","object":{"apiVersion":"v1","kind":"Pod",
"metadata":{"name":"n"},"spec":{"containers":[{"name":"n","image":"i"}]}}}}`, strings.Repeat("u", 100_000))
	request := lab.Head(lab.Mutate, len(body)) + body
	for err == nil {
		_, err = io.WriteString(stranger, request)
	}
	return "", nil
}

// siege is what became of slow connections.
type siege struct {
	mutex   sync.Mutex
	total   int
	longest map[string]time.Duration // the longest life, by slowness
	odd     []string                 // ends of another kind than the server's promise
}

// besiege a server with so many slow connections at once; who is ended comes again until the time is over. Nobody
// stays longer than `longest`.
func besiege(address string, count int, hold, longest time.Duration) *siege {
	s := &siege{longest: map[string]time.Duration{}}
	over := time.Now().Add(hold)
	var all sync.WaitGroup
	for i := range count {
		kind := kindOf(i)
		all.Go(func() {
			for again := true; again; again = time.Now().Before(over) {
				began := time.Now()
				said, err := kind.hold(address, began.Add(longest))
				s.add(kind, time.Since(began), said, err)
			}
		})
		if i%100 == 99 {
			time.Sleep(pick(0, 50*time.Millisecond)) // so many a second: a handshake costs us, too
		}
	}
	all.Wait()
	return s
}

func (s *siege) add(kind slowness, lived time.Duration, said string, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.total++
	s.longest[kind.name] = max(s.longest[kind.name], lived.Round(10*time.Millisecond))
	if (err != nil || !strings.HasPrefix(said, kind.last)) && len(s.odd) < 5 {
		s.odd = append(s.odd, fmt.Sprintf("slow %s: %v, last words %.100q", kind.name, err, said))
	}
}
