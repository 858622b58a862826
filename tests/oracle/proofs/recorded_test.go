package proofs

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync"

	corev1 "k8s.io/api/core/v1"

	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
	"sparkgate.dev/oracle/trial"
)

// recordedPods are those that real tools made, as webhooks were sent them.
var recordedPods = sync.OnceValue(func() []object {
	files, _ := filepath.Glob("../../recordings/*.json")
	var pods []object
	for _, file := range files {
		var review struct {
			Request struct {
				Operation, SubResource string
				Object                 object
			}
		}
		text, err := os.ReadFile(file)
		if err != nil || json.Unmarshal(text, &review) != nil || review.Request.Operation != "CREATE" {
			continue
		}
		if pod := review.Request.Object; review.Request.SubResource == "" && child(pod, "spec") != nil {
			delete(child(pod, "metadata"), "managedFields")
			child(pod, "metadata")["namespace"] = kube.Namespace
			pods = append(pods, pod)
		}
	}
	return pods
})

// recordedPod is one of them that says a few things more.
func recordedPod(bench *trial.Bench, m generate.Maker, one *trial.Trial) {
	pods := recordedPods()
	one.Pod = generate.Copy(pods[m.IntN(len(pods))])
	one.Role, _ = child(child(one.Pod, "metadata"), "labels")["spark-role"].(string)
	if one.Role != "executor" {
		one.Role = "driver"
	}
	spec := child(one.Pod, "spec")
	if name, _ := spec["serviceAccountName"].(string); !slices.Contains(kube.Accounts, name) {
		spec["serviceAccountName"], spec["serviceAccount"] = "spark", "spark"
	}
	for _, name := range []string{"priorityClassName", "priority", "preemptionPolicy"} {
		delete(spec, name)
	}
	m.Focus(spec, reflect.TypeFor[corev1.PodSpec](), generate.Some(m.Random, 3, "hostAliases", "readinessGates", "dnsConfig",
		"affinity", "topologySpreadConstraints", "imagePullSecrets", "nodeSelector", "runtimeClassName", "shareProcessNamespace")...)
	bench.SoundPod(one)
}
