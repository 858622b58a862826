package generate

import "strconv"

// requirement makes values fit the operator.
func (m Maker) requirement(object Object, values []string) {
	switch object["operator"] {
	case "Exists", "DoesNotExist":
		delete(object, "values")
	case "Gt", "Lt":
		object["values"] = []any{strconv.Itoa(m.IntN(10))}
	default:
		if len(list(object, "values")) == 0 {
			object["values"] = []any{Pick(m.Random, values...)}
		}
	}
}

func nodeRequirement(m Maker, object Object) {
	m.requirement(object, words["NodeSelectorRequirement.values"])
}

func labelRequirement(m Maker, object Object) {
	m.requirement(object, words["LabelSelectorRequirement.values"])
}

// nodeTerm: of a node's fields only the name can be asked for. One in twenty is empty, which matches nothing.
func nodeTerm(m Maker, object Object) {
	if object["matchFields"] != nil {
		object["matchFields"] = []any{Object{"key": "metadata.name", "operator": Pick(m.Random, "In", "NotIn"),
			"values": []any{Pick(m.Random, "node-1", "node-2")}}}
	}
	if m.Chance(0.05) {
		delete(object, "matchFields")
		object["matchExpressions"] = []any{}
	}
}

// affinityTerm: keys of labels come on top of a selector that does not name them.
func affinityTerm(m Maker, object Object) {
	if m.Chance(0.7) {
		delete(object, "matchLabelKeys")
		delete(object, "mismatchLabelKeys")
	}
}

func spread(m Maker, object Object) {
	if object["whenUnsatisfiable"] != "DoNotSchedule" {
		delete(object, "minDomains")
	}
	if object["labelSelector"] == nil || m.Chance(0.5) {
		delete(object, "matchLabelKeys")
	}
}

func toleration(m Maker, object Object) {
	if object["key"] == nil {
		object["operator"] = "Exists"
	}
	if object["operator"] == "Exists" {
		delete(object, "value")
	}
	if object["tolerationSeconds"] != nil {
		object["effect"] = "NoExecute"
	}
}

// resources: requests are within limits, GPUs are asked for as limits, claims name what the pod claims.
func resources(m Maker, object Object) {
	limits, requests := member(object, "limits"), member(object, "requests")
	for name := range requests {
		if _, limited := limits[name]; limited {
			delete(requests, name)
			continue
		}
		if name == "nvidia.com/gpu" || name == "hugepages-2Mi" {
			delete(requests, name)
		}
	}
	if m.Chance(0.8) {
		delete(object, "claims")
	}
	if m.Chance(0.8) {
		delete(limits, "hugepages-2Mi")
	}
	for _, name := range []string{"limits", "requests"} {
		if len(member(object, name)) == 0 {
			delete(object, name)
		}
	}
}
