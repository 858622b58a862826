// Package trial puts random pods before sparkgate with random policies, many at once, and makes what fails small.
package trial

import (
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/kube"
)

// Object is a JSON object.
type Object = generate.Object

// Set is the policies of one namespace.
type Set struct {
	Policies []Object
	Mistakes []string // of the loader; such a set is not used

	number int // in a batch
	text   string
}

// Text is all that the policies say.
func (s *Set) Text() string {
	if s.text == "" {
		for _, policy := range s.Policies {
			s.text += string(generate.Text(policy))
		}
	}
	return s.text
}

// Trial is one pod and the set that matches it.
type Trial struct {
	Index uint64
	Set   *Set
	Role  string
	Pod   Object // as its maker wants it
	Odd   bool   // it comes as it is, and not as an API server would send it

	Sent  []byte // the pod in the review
	Valid bool   // Kubernetes takes Sent
	Sound bool   // Sent has no members that Kubernetes does not know

	arrived *corev1.Pod // when that is known already
}

// Failure is something that must not be. Kind is the same for failures of the same sort.
type Failure struct{ Kind, Detail string }

// send fills in what follows from the pod.
func (t *Trial) send(server *kube.Server) {
	arrived := t.arrived
	if t.Valid, t.Sound = arrived != nil, arrived != nil; arrived == nil {
		t.Sent = generate.Text(t.Pod)
		pod, err := kube.DecodePod(t.Sent)
		if t.Sound = err == nil; !t.Sound {
			return
		}
		arrived, err = server.Arrive(pod)
		t.Valid = err == nil && kube.ValidateCreate(arrived, kube.Namespace) == nil
	}
	if t.Odd || !t.Valid {
		t.Sent = generate.Text(t.Pod)
	} else if text, err := kube.EncodePod(arrived); err == nil {
		t.Sent = text
	}
}

func (s *Set) namespace() string { return fmt.Sprintf("n%d", s.number) }

// Documents are the policies of the set as YAML documents, for the set's namespace only.
func (s *Set) Documents() [][]byte {
	var documents [][]byte
	for i, policy := range s.Policies {
		document := generate.Copy(policy)
		spec := document["spec"].(Object)
		match, _ := spec["match"].(Object)
		if match == nil {
			match = Object{}
			spec["match"] = match
		}
		match["namespaces"] = []any{s.namespace()}
		document["metadata"] = Object{"name": fmt.Sprintf("p%d-%d", s.number, i)}
		documents = append(documents, append(append([]byte("---\n"), generate.Text(document)...), '\n'))
	}
	return documents
}

// Driver is the pod whose token the reviews of every other trial come with.
var Driver = Object{"name": "pi-driver", "uid": "5a3e4fd2-7a0c-4f0e-9b58-0c1d8f3b7a11"}

func (t *Trial) caller() Object {
	caller := Object{"username": "system:serviceaccount:" + t.Set.namespace() + ":spark"}
	if t.Index%2 == 0 {
		const prefix = "authentication.kubernetes.io/pod-"
		caller["extra"] = Object{prefix + "name": []any{Driver["name"]}, prefix + "uid": []any{Driver["uid"]}}
	}
	return caller
}

// Review asks about a pod of the trial: the one it sends, or what became of it.
func (t *Trial) Review(pod []byte) []byte {
	head, err := json.Marshal(Object{"uid": "u", "kind": Object{"group": "", "version": "v1", "kind": "Pod"},
		"resource": Object{"group": "", "version": "v1", "resource": "pods"}, "namespace": t.Set.namespace(),
		"operation": "CREATE", "userInfo": t.caller()})
	if err != nil {
		panic(err) // of strings
	}
	review := append([]byte(`{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":`), head[:len(head)-1]...)
	review = append(append(review, `,"object":`...), pod...)
	return append(review, "}}"...)
}
