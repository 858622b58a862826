package stress

import (
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// install from nothing: an empty Secret, no caBundle. Two servers follow the Secret at their own pace.
func install(t *testing.T) *lab.Installation {
	t.Helper()
	i := lab.NewInstallation(t, lab.StartControlPlane(t))
	began := time.Now()
	finished(t, i.Rotate())
	saw(t, "installed in %v", time.Since(began))
	policies := lab.NewVolume(t, lab.Files{"scheduling.yaml": []byte(scheduling)}).Folder
	i.Start(policies, 0)
	i.Start(policies, time.Second)
	i.Settled()
	lab.Eventually(t, "a webhook that is called", func() bool { return tryPod(i.ControlPlane) == nil })
	return i
}

func finished(t *testing.T, ran lab.Ran) {
	t.Helper()
	if ran.Exit != 0 {
		t.Fatalf("exit code %d\n%s%s", ran.Exit, ran.Out, ran.Errors)
	}
}

func TestCAsAreRotatedUnderLoad(t *testing.T) {
	rotations := pick(2, 20)
	i := install(t)
	load := lab.KeepDoing(func() error { return tryPod(i.ControlPlane) }, 4)
	seen := map[string]bool{i.Settled(): true}
	for range rotations {
		finished(t, i.Rotate("--force"))
		seen[i.Settled()] = true
	}
	figures := load.End()
	figures.NoneFailed(t, int64(100*rotations))
	if len(seen) != rotations+1 {
		t.Errorf("%d CAs in %d rotations", len(seen), rotations)
	}
	saw(t, "%d rotations: %v", rotations, figures)
}

// Each write of a rotation is the last one of somebody, done or not; the next run finishes.
func TestRotationIsResumed(t *testing.T) {
	i := install(t)
	load := lab.KeepDoing(func() error { return tryPod(i.ControlPlane) }, 4)
	kills := 0
	for _, late := range pick([]bool{true}, []bool{true, false}) {
		for at := 1; killed(t, i, at, late); at++ {
			kills++
			finished(t, i.Rotate())
			i.Settled()
		}
	}
	if least := pick(7, 14); kills != least {
		t.Errorf("%d kills, a rotation has 7 writes", kills)
	}
	figures := load.End()
	figures.NoneFailed(t, 100)
	saw(t, "%d kills: %v", kills, figures)
}

// killed at a write; false when it ended before that.
func killed(t *testing.T, i *lab.Installation, at int, late bool) bool {
	t.Helper()
	gateway := lab.NewGateway(t, i.ControlPlane, at, late)
	running := i.BeginRotation(i.WriteKubeconfig(gateway.URL, gateway.CA), "--force")
	ended := make(chan lab.Ran, 1)
	go func() { ended <- running.End() }()
	select {
	case ran := <-ended:
		finished(t, ran)
		return false
	case <-gateway.Reached():
		running.Kill()
		return (<-ended).Exit == -1
	}
}

func TestTwoRotationsAtOnceDoNoHarm(t *testing.T) {
	i := install(t)
	load := lab.KeepDoing(func() error { return tryPod(i.ControlPlane) }, 4)
	one, other := i.BeginRotation(i.Kubeconfig, "--force"), i.BeginRotation(i.Kubeconfig, "--force")
	finished(t, one.End())
	finished(t, other.End())
	i.Settled()
	load.End().NoneFailed(t, 100)
}

// Manifests that are applied once more, as on every upgrade, leave the certificates alone.
func TestApplyingAgainLeavesCertificatesAlone(t *testing.T) {
	i := install(t)
	before := i.Settled()
	i.Apply()
	i.Apply("--server-side")
	if after := i.Settled(); after != before {
		t.Error("another CA than before")
	}
	if ran := i.Rotate(); ran.Exit != 0 || ran.Out != "all is as it should be\n" {
		t.Errorf("there was something to do: %+v", ran)
	}
}
