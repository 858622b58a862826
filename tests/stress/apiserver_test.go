package stress

import (
	"encoding/json"
	"fmt"
	"net"
	"strconv"
	"testing"

	"sparkgate.dev/stress/lab"
)

const scheduling = `apiVersion: sparkgate.dev/v1
kind: SparkPolicy
metadata: {name: scheduling}
spec: {overrides: {driver: {spec: {schedulerName: yunikorn}}}}
`

type object = map[string]any

// driverPod is what kube-apiserver takes as a driver of Spark's.
func driverPod() object {
	return object{"metadata": object{"name": "driver", "labels": object{"spark-role": "driver"}},
		"spec": object{"containers": []object{{"name": "spark-kubernetes-driver", "image": "registry.example.com/spark"}}}}
}

// tryPod is right when kube-apiserver would store it with what the policy says.
func tryPod(plane *lab.ControlPlane) error {
	stored, err := plane.Create("/api/v1/namespaces/default/pods?dryRun=All", driverPod())
	if err != nil {
		return err
	}
	var pod struct {
		Spec struct{ SchedulerName string }
	}
	if err := json.Unmarshal(stored, &pod); err != nil {
		return err
	}
	if pod.Spec.SchedulerName != "yunikorn" {
		return lab.Wrong{Why: fmt.Errorf("stored with scheduler %q", pod.Spec.SchedulerName)}
	}
	return nil
}

func TestKubeAPIServerLosesNoPodWhileReplicasRestart(t *testing.T) {
	restarts := pick(1, 10)
	plane := lab.StartControlPlane(t)
	r := startReplicasWith(t, 2, lab.NewVolume(t, lab.Files{"scheduling.yaml": []byte(scheduling)}).Folder)
	_, text, err := net.SplitHostPort(r.Address)
	lab.Must(t, err)
	port, err := strconv.Atoi(text)
	lab.Must(t, err)
	plane.Register(t, port, r.authority)
	_, err = plane.Create("/api/v1/namespaces/default/serviceaccounts", object{"metadata": object{"name": "default"}})
	lab.Must(t, err)
	lab.Eventually(t, "a webhook that is called", func() bool { return tryPod(plane) == nil })
	load := lab.KeepDoing(func() error { return tryPod(plane) }, 8)
	for range restarts {
		before := load.Right()
		r.replaceOldest(t)
		until(t, "pods between two restarts", func() bool { return load.Right() > before+100 })
	}
	figures := load.End()
	figures.NoneFailed(t, 100)
	saw(t, "kube-apiserver %s, %d restarts: %v", plane.Version, restarts, figures)
}
