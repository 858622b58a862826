package proofs

import (
	"strings"

	"sparkgate.dev/oracle/trial"
)

// untouched: what Spark finds its pods by and has sized its JVM by stays as it is.
func (l *lawyer) untouched(one *trial.Trial, before, after object) {
	metadata, now := child(before, "metadata"), child(after, "metadata")
	owned := len(objects(metadata["ownerReferences"])) > 0
	for name, was := range metadata {
		if name != "labels" && name != "annotations" && was != nil && (owned || name != "ownerReferences") {
			l.same(was, now[name], "metadata."+name+" changed")
		}
	}
	if owners := objects(now["ownerReferences"]); !owned && len(owners) > 0 {
		l.check(len(owners) == 1 && owners[0]["uid"] == trial.Driver["uid"] && owners[0]["name"] == trial.Driver["name"] &&
			one.Role == "executor" && strings.Contains(one.Set.Text(), "adopt"), "an owner that is not the caller", owners[0])
	}
	for name, was := range child(metadata, "labels") {
		// None is null: the API server has made that empty before anybody sees it.
		if was != nil && (one.Role == "driver" || strings.HasPrefix(name, "spark-")) {
			l.same(was, child(now, "labels")[name], "label "+name+" of the "+one.Role+" changed")
		}
	}
	kept := []string{"restartPolicy", "nodeName", "ephemeralContainers"}
	if one.Role == "driver" {
		for _, name := range []string{"hostname", "subdomain"} {
			if child(before, "spec")[name] != nil {
				kept = append(kept, name)
			}
		}
	}
	for _, name := range kept {
		l.same(child(before, "spec")[name], child(after, "spec")[name], "spec."+name+" changed")
	}
	l.same(before["status"], after["status"], "status changed")
	name := trial.SparkContainer(before)
	was, is := container(before, name), container(after, name)
	l.check(was == nil || is != nil, "the Spark container is gone", name)
	if was != nil && is != nil {
		l.sparkContainer(one, was, is)
	}
}

func (l *lawyer) sparkContainer(one *trial.Trial, before, after object) {
	for _, name := range []string{"args", "command"} {
		l.same(before[name], after[name], name+" of the Spark container changed")
	}
	for _, name := range []string{"cpu", "memory"} {
		if was := child(child(before, "resources"), "requests")[name]; was != nil {
			l.same(was, child(child(after, "resources"), "requests")[name], "request of "+name+" changed")
		}
	}
	if was := child(before, "lifecycle")["preStop"]; was != nil && one.Role == "executor" {
		l.same(was, child(after, "lifecycle")["preStop"], "preStop of the executor changed")
	}
	for _, item := range objects(before["env"]) {
		name, _ := item["name"].(string)
		if strings.HasPrefix(name, "SPARK_") || strings.HasPrefix(name, "_SPARK_") {
			l.same(item, named(after["env"], name), "variable "+name+" changed")
		}
	}
}

func child(parent object, name string) object {
	found, _ := parent[name].(object)
	return found
}

func objects(list any) []object {
	items, _ := list.([]any)
	var found []object
	for _, item := range items {
		if one, ok := item.(object); ok {
			found = append(found, one)
		}
	}
	return found
}

// named is the first item of that name.
func named(list any, name string) object {
	for _, item := range objects(list) {
		if item["name"] == name {
			return item
		}
	}
	return nil
}

func container(pod object, name string) object { return named(child(pod, "spec")["containers"], name) }
