package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// expectFacts compares what a policy can have a say in, written down as facts does.
func expectFacts(t *testing.T, pod *corev1.Pod, wanted string) {
	t.Helper()
	if got := facts(pod); got != strings.TrimPrefix(wanted, "\n") {
		t.Errorf("%s is stored as\n%s\nnot as\n%s", pod.Name, got, wanted)
	}
	if applied := pod.Annotations["sparkgate.dev/applied"]; !strings.Contains(applied, "placement") {
		t.Errorf("%s does not say who changed it: sparkgate.dev/applied is %q", pod.Name, applied)
	}
}

// facts leaves out what Spark and kube-apiserver put on every pod.
func facts(pod *corev1.Pod) string {
	var out strings.Builder
	spec := &pod.Spec
	line := func(name string, values ...string) {
		if len(values) == 0 {
			values = []string{"none"}
		}
		fmt.Fprintf(&out, "%-11s %s\n", name, strings.Join(values, ", "))
	}
	line("class", fmt.Sprintf("%s %d %s", spec.PriorityClassName, *spec.Priority, *spec.PreemptionPolicy))
	line("scheduler", spec.SchedulerName)
	line("nodes", nodeTerms(spec.Affinity)...)
	line("labels", without(pod.Labels, "spark-")...)
	line("annotations", without(pod.Annotations, "sparkgate.dev/")...)
	line("tolerations", tolerations(spec.Tolerations)...)
	for _, container := range spec.InitContainers {
		line("init", containerFacts(&container))
	}
	for _, container := range spec.Containers {
		line("container", containerFacts(&container))
	}
	return out.String()
}

func nodeTerms(affinity *corev1.Affinity) []string {
	if affinity == nil || affinity.NodeAffinity == nil {
		return nil
	}
	var terms []string
	for _, term := range affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms {
		var all []string
		for _, e := range term.MatchExpressions {
			all = append(all, fmt.Sprintf("%s %s %v", e.Key, e.Operator, e.Values))
		}
		slices.Sort(all)
		terms = append(terms, strings.Join(all, " and "))
	}
	return terms
}

func without(entries map[string]string, prefix string) []string {
	var out []string
	for key, value := range entries {
		if !strings.HasPrefix(key, prefix) {
			out = append(out, key+"="+value)
		}
	}
	slices.Sort(out)
	return out
}

func tolerations(all []corev1.Toleration) []string {
	var out []string
	for _, one := range all {
		if !strings.HasPrefix(one.Key, "node.kubernetes.io/") {
			out = append(out, fmt.Sprintf("%s %s %s", one.Key, one.Operator, one.Effect))
		}
	}
	return out
}

// containerFacts names the mounts of the tests' policies and the environment that is not Spark's.
func containerFacts(container *corev1.Container) string {
	words := []string{container.Name}
	for _, mount := range container.VolumeMounts {
		if mount.Name == "application-logs" || mount.Name == "scratch" {
			words = append(words, mount.Name+":"+mount.MountPath)
		}
	}
	for _, variable := range container.Env {
		if variable.Name == "SCRATCH" {
			words = append(words, variable.Name+"="+variable.Value)
		}
	}
	return strings.Join(words, " ")
}
