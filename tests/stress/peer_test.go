package stress

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// overdue is when a slow connection that nobody ends is given up by us.
const overdue = 45 * time.Second

// facts are the cells of a server's column.
type facts []string

var factRows = []string{"300 slow connections: longest life, head", "- body", "- read of the reply", "- honest calls failed",
	"- honest p99 before, during", "64 bodies of 7 MiB at once: replies by status", "- RSS before, at most",
	"- honest calls failed", "- honest p99"}

// TestPeerBesideUs prints a table and judges nobody: the same strangers come to a webhook of controller-runtime.
func TestPeerBesideUs(t *testing.T) {
	if !long {
		t.Skip("builds another webhook: SPARKGATE_LONG=1 runs it")
	}
	authority := lab.NewAuthority(t)
	files := lab.NewVolume(t, authority.Issue().Files())
	policies := lab.NewVolume(t, lab.Files{"scheduling.yaml": []byte(scheduling)})
	peer := gather(t, lab.StartPeer(t, buildPeer(t), files), authority)
	ours := gather(t, lab.Start(t, lab.Settings{Certificate: files, Policies: policies.Folder}), authority)
	var table strings.Builder
	fmt.Fprintf(&table, "\n| | sparkgate | controller-runtime %s |\n|---|---|---|\n", peerVersion(t))
	for i, row := range factRows {
		fmt.Fprintf(&table, "| %s | %s | %s |\n", row, ours[i], peer[i])
	}
	t.Log(table.String())
}

func buildPeer(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "peer")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program, ".")
	build.Dir, build.Stderr = "peer", os.Stderr
	lab.Must(t, build.Run())
	return program
}

func peerVersion(t *testing.T) string {
	t.Helper()
	list := exec.Command("go", "list", "-m", "-f", "{{.Version}}", "sigs.k8s.io/controller-runtime")
	list.Dir = "peer"
	version, err := list.Output()
	lab.Must(t, err)
	return strings.TrimSpace(string(version))
}

// scheduled is right when a driver gets its scheduler.
func scheduled(response lab.Response) error {
	var patch []struct{ Path, Value any }
	if err := json.Unmarshal(response.Patch, &patch); err != nil {
		return err
	}
	for _, operation := range patch {
		if operation.Path == "/spec/schedulerName" && operation.Value == "yunikorn" {
			return nil
		}
	}
	return fmt.Errorf("no scheduler in %s", response.Patch)
}

func gather(t *testing.T, server *lab.Server, authority *lab.Authority) facts {
	t.Helper()
	question := lab.Driver(t)
	question.Right = scheduled
	honest := func() *lab.Load {
		return lab.NewClient(server.Admission, authority.Roots()).Keep(question, 4, 5*time.Millisecond)
	}
	load := honest()
	time.Sleep(5 * time.Second) // the time of a measurement
	before := load.End()
	load = honest()
	siege := sendBesiegers(t, orders{server.Admission, 300, 0, overdue})
	slow := load.End()
	memory := server.Look()
	load = honest()
	all := &crowd{address: server.Admission, small: string(question.Review(lab.NextUID())), heard: map[int]int{}}
	all.come(64, 1)
	large := load.End()
	return facts{life(siege, "head"), life(siege, "body"), life(siege, "read"),
		fmt.Sprintf("%d of %d", slow.Failed, slow.Right+slow.Failed),
		fmt.Sprintf("%v, %v", rounded(before), rounded(slow)),
		fmt.Sprintf("%d of 200, %d of 400, %d of 429, %d not in a minute", all.heard[200], all.heard[400], all.heard[429],
			all.heard[0]),
		fmt.Sprintf("%d, %d MiB", memory.RSS>>10, server.Look().PeakRSS>>10),
		fmt.Sprintf("%d of %d", large.Failed, large.Right+large.Failed), fmt.Sprint(rounded(large))}
}

// rounded is the 99th percentile of what right answers took.
func rounded(f lab.Figures) time.Duration { return f.Percentile(0.99).Round(100 * time.Microsecond) }

func life(s *siege, kind string) string {
	if s.Longest[kind] >= overdue {
		return fmt.Sprintf("open after %v", overdue)
	}
	return s.Longest[kind].String()
}
