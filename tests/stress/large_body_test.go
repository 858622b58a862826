package stress

import (
	"testing"

	"sparkgate.dev/stress/lab"
)

const mostMemory = 256 << 10 // KiB

func TestLargeBodiesAreKeptWithinABudget(t *testing.T) {
	const strangers = 64
	rounds := pick(1, 10)
	authority, question := lab.NewAuthority(t), lab.Driver(t)
	server := lab.Start(t, lab.Settings{Certificate: lab.NewVolume(t, authority.Issue().Files())})
	load := lab.NewClient(server.Admission, authority.Roots()).Keep(question, 4, 0)
	all := &crowd{address: server.Admission, small: string(question.Review(lab.NextUID())), heard: map[int]int{}}
	all.come(strangers, rounds)
	figures, process := load.End(), server.Look()
	figures.NoneFailed(t, 100)
	if process.PeakRSS > mostMemory {
		t.Errorf("%v; no more than %d MiB are promised", process, mostMemory>>10)
	}
	none := long && all.heard[200]+all.heard[400] == 0 // of so many, one has its turn
	if all.heard[429] == 0 || none || len(all.odd) != 0 {
		t.Errorf("replies by status: %v; not as promised: %q", all.heard, all.odd)
	}
	saw(t, "%d bodies of 7 MiB, %d at once, replies by status %v; %v; honest: %v", rounds*strangers, strangers,
		all.heard, process, figures)
}
