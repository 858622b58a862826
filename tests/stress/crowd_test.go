package stress

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"sparkgate.dev/stress/lab"
)

const largestBody = 7 << 20

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
	address string
	small   string // a usual body, for a connection that is kept
	met     sync.WaitGroup

	mutex sync.Mutex
	heard map[int]int // replies by status
	odd   []string    // the first few that were not as promised
}

// come with so many large bodies at once, so many times.
func (c *crowd) come(strangers, rounds int) {
	for round := range rounds {
		c.met.Add(strangers)
		var senders sync.WaitGroup
		for i := range strangers {
			body := hostile(i + round)
			senders.Go(func() { c.send(body) })
		}
		senders.Wait()
	}
}

func (c *crowd) send(body string) {
	stranger, err := lab.Meet(c.address, 0)
	if err != nil {
		c.met.Done()
		c.note(0, err.Error())
		return
	}
	defer stranger.Close()
	stranger.SetDeadline(time.Now().Add(2 * lab.Patience))
	sent := make(chan error, 1)
	go func() { sent <- c.say(stranger, body) }()
	reply, text, err := stranger.Reply()
	if failed := <-sent; err == nil {
		err = failed
	}
	if err != nil {
		c.note(0, err.Error())
		return
	}
	c.note(reply.StatusCode, c.judge(stranger, reply, text))
}

// judge is what is not as promised, if anything: a decision, a refusal of what no pod needs, or 429 that says when to
// come again; and the connection goes on.
func (c *crowd) judge(stranger *lab.Stranger, reply *http.Response, text string) string {
	told := fmt.Sprintf("%s %v %.200s", reply.Status, reply.Header, text)
	if reply.Close || !answered(reply) {
		return told
	}
	if next, text, err := stranger.Ask(lab.Mutate, c.small); err != nil || !answered(next) {
		return fmt.Sprintf("%s, and then %v %.200s", told, err, text)
	}
	return ""
}

func answered(reply *http.Response) bool {
	switch reply.StatusCode {
	case http.StatusOK, http.StatusBadRequest:
		return true
	case http.StatusTooManyRequests:
		return reply.Header.Get("Retry-After") == "1"
	}
	return false
}

func (c *crowd) note(status int, odd string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.heard[status]++
	if odd != "" && len(c.odd) < 5 {
		c.odd = append(c.odd, odd)
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
