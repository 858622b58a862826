package trial

import (
	"fmt"
	"strconv"
	"strings"

	"sparkgate.dev/oracle/generate"
)

// PlainPod is the least that Spark makes.
func PlainPod(role string) Object {
	return generate.Copy(Object{"apiVersion": "v1", "kind": "Pod",
		"metadata": Object{"name": "pi", "namespace": "jobs", "labels": Object{"spark-role": role}},
		"spec": Object{"restartPolicy": "Never", "containers": []any{
			Object{"name": "spark-kubernetes-" + role, "image": "spark:1"}}}})
}

// Named is the fragment with the Spark container's name in this pod for `$spark`.
func Named(fragment, pod Object) Object {
	named := generate.Copy(fragment)
	for _, list := range []string{"containers", "$setElementOrder/containers"} {
		for _, item := range items(named, list) {
			if container := item.(Object); container["name"] == "$spark" {
				container["name"] = SparkContainer(pod)
			}
		}
	}
	return named
}

// SparkContainer is the name of the Spark container of a made pod.
func SparkContainer(pod Object) string {
	for _, item := range items(pod, "containers") {
		container, _ := item.(Object)
		name, _ := container["name"].(string)
		if strings.HasPrefix(name, "spark") || name == "executor" {
			return name
		}
	}
	return ""
}

// role is what the label says.
func role(pod Object) any {
	metadata, _ := pod["metadata"].(Object)
	labels, _ := metadata["labels"].(Object)
	return labels["spark-role"]
}

// items is a list in the spec.
func items(object Object, list string) []any {
	spec, _ := object["spec"].(Object)
	found, _ := spec[list].([]any)
	return found
}

// inFragment turns paths in a merged pod into paths in the fragment that was merged: items of lists stand elsewhere.
func inFragment(paths []string, merged, fragment Object) []string {
	var found []string
	for _, path := range paths {
		for _, list := range []string{"containers", "initContainers", "volumes"} {
			rest, inList := strings.CutPrefix(path, "spec."+list+"[")
			if !inList {
				continue
			}
			number, tail, _ := strings.Cut(rest, "]")
			index, err := strconv.Atoi(number)
			if err != nil || index >= len(items(merged, list)) {
				continue
			}
			name := items(merged, list)[index].(Object)["name"]
			path = ""
			for i, item := range items(fragment, list) {
				said := item.(Object)["name"]
				if said == name || said == "$spark" && strings.HasPrefix(fmt.Sprint(name), "spark-") {
					path = fmt.Sprintf("spec.%s[%d]%s", list, i, tail)
				}
			}
		}
		if path != "" {
			found = append(found, path)
		}
	}
	return found
}
