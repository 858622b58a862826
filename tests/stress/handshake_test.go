package stress

import (
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// Kube-apiserver keeps connections, but not when many of them start over at once. How many a second depends on who
// else needs this machine's processors; what one of them costs the server does not.
func TestManyNewConnections(t *testing.T) {
	const callers, most = 64, time.Millisecond // of one core, so that it can take 1,000 a second
	wanted := pick[int64](1000, 20_000)
	authority := lab.NewAuthority(t)
	server := lab.Start(t, lab.Settings{Certificate: lab.NewVolume(t, authority.Issue().Files()),
		Under: []string{"taskset", "--cpu-list", "0"}, Flags: []string{"--threads", "1"}})
	client := lab.NewClient(server.Admission, authority.Roots()).WithoutKeepAlive()
	before := server.CPU()
	load := client.Keep(lab.Driver(t), callers, 0)
	until(t, "connections", func() bool { return load.Right()+load.Failed() >= wanted })
	figures := load.End()
	figures.NoneFailed(t, wanted)
	cost := time.Duration(server.CPU()-before) * 10 * time.Millisecond / time.Duration(figures.Right)
	if long && cost > most {
		t.Errorf("a connection costs %v of a processor", cost)
	}
	saw(t, "new TLS connections, one call each, on one core: %v; each costs %v of it; %v", figures, cost, server.Look())
}
