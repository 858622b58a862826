package generate_test

import (
	"bytes"
	"testing"

	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
)

func complaints(server *kube.Server, object generate.Object) []string {
	pod, err := kube.DecodePod(generate.Text(object))
	if err != nil {
		return []string{err.Error()}
	}
	arrived, err := server.Arrive(pod)
	if err != nil {
		return []string{err.Error()}
	}
	return kube.Complaints(kube.ValidateCreate(arrived, kube.Namespace))
}

func maker(index uint64) generate.Maker {
	return generate.Maker{Random: generate.NewRandom(1, index, "pod"), Say: 0.2}
}

// What Kubernetes does not take proves little: half of the pods are valid at once, nearly all after Repair.
func TestMostPodsAreValid(t *testing.T) {
	server := kube.NewServer()
	valid, repaired, made := 0, 0, 500
	for i := range made {
		pod := maker(uint64(i)).Pod("driver")
		if len(complaints(server, pod)) == 0 {
			valid++
		} else if generate.Repair(pod, func(o generate.Object) []string { return complaints(server, o) }) {
			repaired++
		}
	}
	if valid < made*4/10 || valid+repaired < made*9/10 {
		t.Errorf("of %d pods %d are valid and %d can be repaired", made, valid, repaired)
	}
}

func TestTheSameNumbersMakeTheSamePod(t *testing.T) {
	for i := range uint64(50) {
		a, b := generate.Text(maker(i).Pod("driver")), generate.Text(maker(i).Pod("driver"))
		if !bytes.Equal(a, b) {
			t.Fatalf("%d:\n%s\n%s", i, a, b)
		}
	}
}

func TestRepairTakesOutWhatIsComplainedAbout(t *testing.T) {
	pod := generate.Object{"spec": generate.Object{"hostIPC": true, "containers": []any{
		generate.Object{"name": "a", "ports": []any{generate.Object{"containerPort": 1}, generate.Object{"containerPort": 2}}}}}}
	said := [][]string{{"spec.HostIPC", "spec.containers[0].ports[1].name", "spec.containers[1].image"}, {"spec.gone.deeper"}}
	generate.Repair(pod, func(generate.Object) []string {
		if len(said) == 0 {
			return nil
		}
		now := said[0]
		said = said[1:]
		return now
	})
	if got := string(generate.Text(pod)); got != `{"spec":{"containers":[{"name":"a","ports":[{"containerPort":1}]}]}}` {
		t.Error(got)
	}
}
