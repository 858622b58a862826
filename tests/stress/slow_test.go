package stress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

const (
	littleRoom = 4096 // bytes, to receive
	drip       = time.Second
	lateBy     = 5 * time.Second // that a busy machine, and ticks, may add to a limit
)

// slowness is a way to hold a connection; each gives what the server said at its end.
type slowness struct {
	name  string
	limit time.Duration
	hold  func(address string) (string, error)
	last  string // how the server's last words begin
}

var slownesses = []slowness{
	{"head", 5 * time.Second, slowHead, "HTTP/1.1 408 "},
	{"body", 10 * time.Second, slowBody, "HTTP/1.1 408 "},
	{"read", 10 * time.Second, slowReader, ""},
}

func slowHead(address string) (string, error) {
	return dripping(address, lab.Head(lab.Mutate, 1000))
}

func slowBody(address string) (string, error) {
	const length = 100_000
	return dripping(address, lab.Head(lab.Mutate, length), strings.Repeat(" ", length))
}

// dripping says the first texts at once and the last a byte at a time, until the server has had enough.
func dripping(address string, texts ...string) (string, error) {
	stranger, err := lab.Meet(address, 0)
	if err != nil {
		return "", err
	}
	defer stranger.Close()
	whole := strings.Join(texts[:len(texts)-1], "")
	slow := texts[len(texts)-1]
	if _, err := io.WriteString(stranger, whole); err != nil {
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
func slowReader(address string) (string, error) {
	stranger, err := lab.Meet(address, littleRoom)
	if err != nil {
		return "", err
	}
	defer stranger.Close()
	body := fmt.Sprintf(`{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"%s","kind":
{"group":"","version":"v1","kind":"Pod"},"operation":"CREATE","namespace":"n","object":{"apiVersion":"v1","kind":"Pod",
"metadata":{"name":"n"},"spec":{"containers":[{"name":"n","image":"i"}]}}}}`, strings.Repeat("u", 100_000))
	request := lab.Head(lab.Validate, len(body)) + body
	for err == nil {
		_, err = io.WriteString(stranger, request)
	}
	return "", nil
}

// besiege a server with so many slow connections at once; who is ended comes again until the time is over. The result
// is how many there were, and by slowness how long the longest lived.
func besiege(t *testing.T, address string, count int, hold time.Duration) (int, map[string]time.Duration) {
	var mutex sync.Mutex
	longest, total := map[string]time.Duration{}, 0
	over := time.Now().Add(hold)
	var all sync.WaitGroup
	for i := range count {
		kind := slownesses[i%len(slownesses)]
		all.Go(func() {
			for again := true; again; again = time.Now().Before(over) {
				began := time.Now()
				said, err := kind.hold(address)
				lived := time.Since(began)
				if err != nil || !strings.HasPrefix(said, kind.last) {
					t.Errorf("slow %s: %v, last words %.100q", kind.name, err, said)
				}
				mutex.Lock()
				longest[kind.name] = max(longest[kind.name], lived)
				total++
				mutex.Unlock()
			}
		})
		if i%100 == 99 {
			time.Sleep(pick(0, 50*time.Millisecond)) // so many a second: a handshake costs us, too
		}
	}
	all.Wait()
	return total, longest
}

func TestSlowConnectionsHurtNobodyElse(t *testing.T) {
	count, hold := pick(300, 10_000), pick(0, time.Minute)
	authority := lab.NewAuthority(t)
	server := lab.Start(t, lab.Settings{Certificate: lab.NewVolume(t, authority.Issue().Files()),
		Under: []string{"prlimit", "--nofile=16384"}, Flags: []string{"--max-connections", "12000"}})
	honest := func() *lab.Load {
		return lab.NewClient(server.Admission, authority.Roots()).Keep(lab.Driver(t), 4, 5*time.Millisecond)
	}
	load := honest()
	time.Sleep(pick(time.Second, 10*time.Second)) // the time of a measurement
	before := load.End()
	load = honest()
	total, longest := besiege(t, server.Admission, count, hold)
	during := load.End()
	during.NoneFailed(t, 100)
	for _, kind := range slownesses {
		if longest[kind.name] > kind.limit+lateBy {
			t.Errorf("slow %s: one lived %v, the limit is %v", kind.name, longest[kind.name], kind.limit)
		}
	}
	if long && during.Percentile(0.99) > 3*before.Percentile(0.99) {
		t.Errorf("p99 was %v and is %v", before.Percentile(0.99), during.Percentile(0.99))
	}
	saw(t, "%d slow connections at once, %d in all, longest lives %v; honest before: %v; during: %v", count, total, longest,
		before, during)
}
