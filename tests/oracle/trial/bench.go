package trial

import (
	"bytes"
	"fmt"
	"strings"

	"sparkgate.dev/oracle/gate"
	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
)

// Bench has what trials are made with. One goroutine at a time.
type Bench struct {
	Gate   *gate.Gate
	Server *kube.Server
}

// Load makes the gate serve the sets of these trials, without those that do not load, and fills in the rest of the
// trials. It returns the trials that can be held. A set is as sound beside others as without them: see its namespace.
func (b *Bench) Load(trials []*Trial) ([]*Trial, error) {
	files := gate.Policies{}
	sets := map[string]*Set{}
	seen := map[*Set]bool{}
	for _, trial := range trials {
		if set := trial.Set; !seen[set] {
			seen[set] = true
			set.number = len(seen)
			name := fmt.Sprintf("set-%d.yaml", set.number)
			files[name], sets[name] = bytes.Join(set.Documents(), nil), set
		}
	}
	mistakes, err := b.Gate.Check(files)
	if err != nil {
		return nil, err
	}
	for name, said := range mistakes {
		if sets[name] == nil {
			return nil, fmt.Errorf("a mistake in %s: %s", name, strings.Join(said, "; "))
		}
		sets[name].Mistakes = said
		delete(files, name)
	}
	if err := b.Gate.Serve(files); err != nil {
		return nil, err
	}
	var held []*Trial
	for _, trial := range trials {
		if len(trial.Set.Mistakes) == 0 {
			trial.send(b.Server)
			held = append(held, trial)
		}
	}
	return held, nil
}

// Sound takes out of a fragment what Kubernetes would not take even in a plain pod.
func (b *Bench) Sound(role string, fragment Object) {
	generate.Repair(fragment, func(fragment Object) []string {
		pod := PlainPod(role)
		merged, err := kube.Merge(pod, Named(fragment, pod))
		if err != nil {
			return nil
		}
		decoded, err := kube.DecodeMade(generate.Text(merged))
		if err != nil {
			return nil
		}
		arrived, err := b.Server.Arrive(decoded)
		if err != nil {
			return nil
		}
		return inFragment(kube.Complaints(kube.ValidateCreate(arrived, kube.Namespace)), merged, fragment)
	})
}

// SoundPod takes out of the trial's pod what Kubernetes would not take.
func (b *Bench) SoundPod(trial *Trial) {
	generate.Repair(trial.Pod, func(pod Object) []string {
		decoded, err := kube.DecodeMade(generate.Text(pod))
		if err != nil {
			return nil
		}
		arrived, err := b.Server.Arrive(decoded)
		if err != nil {
			return nil
		}
		if err = kube.ValidateCreate(arrived, kube.Namespace); err == nil {
			trial.arrived = arrived
		}
		return kube.Complaints(err)
	})
}

// MakeOdd makes the trial's pod what hardly an API server would send.
func (t *Trial) MakeOdd(m generate.Maker) {
	t.Odd, t.arrived = true, nil
	m.Odd(t.Pod)
}
