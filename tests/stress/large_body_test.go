package stress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"sparkgate.dev/stress/lab"
)

const (
	largestBody = 7 << 20
	mostMemory  = 256 << 10 // KiB
)

// hostile is a review that fills the largest body with one thing, many times: what costs a parser most.
func hostile(kind int) string {
	pieces := []string{"0", "[0]", `{"a":0}`, `{"name":"a","value":""}`, `"\u00e9"`, `{"a":{"b":{"c":[]}}}`}
	piece := pieces[kind%len(pieces)]
	head := fmt.Sprintf(`{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"%s",
"kind":{"group":"","version":"v1","kind":"Pod"},"operation":"CREATE","namespace":"spark-jobs","object":{"apiVersion":"v1",
"kind":"Pod","metadata":{"name":"d","labels":{"spark-role":"driver"}},"spec":{"containers":[{"name":
"spark-kubernetes-driver","image":"i","env":[`, lab.NextUID())
	tail := "]}]}}}}"
	count := (largestBody - len(head) - len(tail) - len(piece)) / (len(piece) + 1)
	return head + strings.Repeat(piece+",", count) + piece + tail
}

// crowd of strangers that each have half of a large body sent before any sends the rest.
type crowd struct {
	*lab.Server
	met sync.WaitGroup

	mutex sync.Mutex
	heard map[int]int // replies by status
}

func (c *crowd) send(t *testing.T, body, small string) {
	stranger, err := lab.Meet(c.Admission, 0)
	if err != nil {
		c.met.Done()
		t.Error(err)
		return
	}
	defer stranger.Close()
	sent := make(chan error, 1)
	go func() { sent <- c.say(stranger, body) }()
	reply, text, err := stranger.Reply()
	if failed := <-sent; err == nil {
		err = failed
	}
	if err != nil {
		t.Error(err)
		return
	}
	c.mutex.Lock()
	c.heard[reply.StatusCode]++
	c.mutex.Unlock()
	switch reply.StatusCode {
	case 200:
	case 429:
		if reply.Close || reply.Header.Get("Retry-After") != "1" {
			t.Errorf("429 with %v, close %v", reply.Header, reply.Close)
		}
	default:
		t.Errorf("%s %.200s", reply.Status, text)
		return
	}
	if reply, text, err := stranger.Ask(lab.Validate, small); err != nil || reply.StatusCode != 200 {
		t.Errorf("the connection is not kept: %v %.200s", err, text)
	}
}

func (c *crowd) say(to io.Writer, body string) error {
	half := len(body) / 2
	_, err := io.WriteString(to, lab.Head(lab.Mutate, len(body))+body[:half])
	c.met.Done()
	c.met.Wait()
	if err == nil {
		_, err = io.WriteString(to, body[half:])
	}
	return err
}

func TestLargeBodiesAreKeptWithinABudget(t *testing.T) {
	const strangers = 64
	rounds := pick(1, 10)
	authority, question := lab.NewAuthority(t), lab.Driver(t)
	server := lab.Start(t, lab.Settings{Certificate: lab.NewVolume(t, authority.Issue().Files())})
	load := lab.NewClient(server.Admission, authority.Roots()).Keep(question, 4, 0)
	small := string(question.Review("after"))
	all := &crowd{Server: server, heard: map[int]int{}}
	for round := range rounds {
		all.met.Add(strangers)
		var senders sync.WaitGroup
		for i := range strangers {
			body := hostile(i + round)
			senders.Go(func() { all.send(t, body, small) })
		}
		senders.Wait()
	}
	figures, process := load.End(), server.Look()
	figures.NoneFailed(t, 100)
	if process.PeakRSS > mostMemory {
		t.Errorf("%v; no more than %d MiB are promised", process, mostMemory>>10)
	}
	if all.heard[429] == 0 || all.heard[200] == 0 {
		t.Errorf("replies by status: %v", all.heard)
	}
	saw(t, "%d bodies of 7 MiB, %d at once, replies by status %v; %v; honest: %v", rounds*strangers, strangers,
		all.heard, process, figures)
}
