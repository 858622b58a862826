package proofs

import (
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"

	"sparkgate.dev/oracle/generate"
)

// nodes are all that generated terms can tell apart.
var nodes = func() []*corev1.Node {
	var made []*corev1.Node
	values := []string{"", "a", "b", "7", "3"}
	for i := range 2 * len(values) * len(values) * len(values) {
		node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprint("node-", 1+i%2), Labels: map[string]string{}}}
		for rest, names := i/2, []string{"disk", "pool", "zone"}; len(names) > 0; rest, names = rest/len(values), names[1:] {
			if value := values[rest%len(values)]; value != "" {
				node.Labels[names[0]] = value
			}
		}
		made = append(made, node)
	}
	return made
}()

// nodesMatchBoth: by Kubernetes' own matcher, a node suits the result when it suits the pod and the policy.
func nodesMatchBoth(l *lawyer, pod, policy, result object) {
	before, wanted, after := requiredNodes(pod), requiredNodes(policy), requiredNodes(result)
	if before == nil || wanted == nil || after == nil {
		return // terms that Kubernetes cannot read
	}
	for _, node := range nodes {
		if both := before(node) && wanted(node); after(node) != both {
			l.check(false, fmt.Sprintf("a node matches both: %v, the result: %v", both, after(node)), fmt.Sprint(node.Name, node.Labels))
			return
		}
	}
}

// requiredNodes says which nodes the required terms of a pod admit; all when there are none.
func requiredNodes(pod object) func(*corev1.Node) bool {
	required := child(child(child(child(pod, "spec"), "affinity"), "nodeAffinity"), "requiredDuringSchedulingIgnoredDuringExecution")
	if required == nil {
		return func(*corev1.Node) bool { return true }
	}
	var selector corev1.NodeSelector
	if json.Unmarshal(generate.Text(required), &selector) != nil {
		return nil
	}
	matcher, err := nodeaffinity.NewNodeSelector(&selector)
	if err != nil {
		return nil
	}
	return matcher.Match
}
