package kube

import (
	"strings"
	"testing"
)

func TestAPodArrivesAsWebhooksAreSentIt(t *testing.T) {
	pod, err := DecodePod([]byte(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"d","namespace":"jobs"},
		"spec":{"priorityClassName":"patient","containers":[{"name":"c","image":"i"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	arrived, err := NewServer().Arrive(pod)
	if err != nil {
		t.Fatal(err)
	}
	text, err := EncodePod(arrived)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"priority":300`, `"preemptionPolicy":"Never"`, `"serviceAccount":"default"`,
		`"key":"node.kubernetes.io/not-ready"`, `"name":"kube-api-access-`, `"dnsPolicy":"ClusterFirst"`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("no %s in %s", part, text)
		}
	}
	again, err := NewServer().Arrive(arrived)
	if err != nil {
		t.Fatal(err)
	}
	if second, _ := EncodePod(again); string(second) != string(text) {
		t.Errorf("arriving twice is not arriving once:\n%s\n%s", text, second)
	}
	if err := ValidateCreate(arrived, Namespace); err != nil {
		t.Error(err)
	}
}
