package proofs

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"sparkgate.dev/oracle/generate"
	"sparkgate.dev/oracle/trial"
)

const soundPodText = `{"apiVersion":"v1","kind":"Pod","xKept":"kept-0-","metadata":{"name":"p","labels":{"spark-role":"%s","team":"a"},
	"ownerReferences":[{"uid":"u"}]},"spec":{"restartPolicy":"Never","hostname":"h","volumes":[{"name":"v","emptyDir":{}}],
	"containers":[{"name":"side","image":"i"},{"name":"spark-kubernetes-%s","image":"i","args":["run"],
	"env":[{"name":"A"},{"name":"SPARK_USER","value":"x"}],"lifecycle":{"preStop":{"exec":{"command":["stop"]}}},
	"resources":{"requests":{"cpu":"1","memory":"1Gi"}},"securityContext":{"runAsUser":185}}]}}`

// Each law is broken on purpose: `from` in the pod becomes `to`, and the law speaks up. It is silent where nothing
// changed, and where a policy names the privilege.
func TestLawsSpeakUp(t *testing.T) {
	for _, c := range []struct{ role, from, to, law string }{
		{"driver", `"xKept":"kept-0-",`, ``, "unknown member lost"},
		{"driver", `"containers":[`, `"containers":[{"name":"new"},`, "order of .spec.containers"},
		{"driver", `{"name":"A"},`, ``, "items of .spec.containers.env are gone"},
		{"driver", `{"name":"A"}`, `{"name":"B"}`, "order of .spec.containers.env"},
		{"driver", `"team":"a"`, `"team":"b"`, "label team of the driver changed"},
		{"executor", `"spark-role":"executor"`, `"spark-role":"other"`, "label spark-role of the executor changed"},
		{"executor", `"uid":"u"`, `"uid":"w"`, "metadata.ownerReferences changed"},
		{"driver", `"name":"p"`, `"name":"q"`, "metadata.name changed"},
		{"driver", `"Never"`, `"Always"`, "spec.restartPolicy changed"},
		{"driver", `"hostname":"h"`, `"hostname":"i"`, "spec.hostname changed"},
		{"driver", `["run"]`, `["walk"]`, "args of the Spark container changed"},
		{"driver", `"cpu":"1"`, `"cpu":"2"`, "request of cpu changed"},
		{"driver", `"value":"x"`, `"value":"y"`, "variable SPARK_USER changed"},
		{"executor", `["stop"]`, `["go"]`, "preStop of the executor changed"},
		{"driver", `"spark-kubernetes-driver"`, `"gone"`, "the Spark container is gone"},
		{"driver", `"hostname":"h"`, `"hostname":"h","hostPID":true`, "privilege that no policy names"},
		{"driver", `"runAsUser":185`, `"runAsUser":0`, "privilege that no policy names"},
		{"driver", `"runAsUser":185`, `"runAsUser":185,"privileged":true`, "privilege that no policy names"},
		{"driver", `"runAsUser":185`, `"runAsUser":185,"capabilities":{"add":["CHOWN"]}`, "privilege that no policy names"},
		{"driver", `"emptyDir":{}`, `"hostPath":{"path":"/x"}`, "privilege that no policy names"},
	} {
		text := fmt.Sprintf(soundPodText, c.role, c.role)
		if !strings.Contains(text, c.from) {
			t.Fatalf("no %s in the pod", c.from)
		}
		one := &trial.Trial{Role: c.role, Set: override(object{}), Sent: []byte(text), Sound: true}
		if said := laws(one, []byte(text)); len(said) > 0 {
			t.Errorf("nothing changed, and %v", said)
		}
		said := laws(one, []byte(strings.Replace(text, c.from, c.to, 1)))
		if len(said) == 0 || !strings.Contains(fmt.Sprint(said), trial.Normalised(c.law)) {
			t.Errorf("%s for %s: %v, not %s", c.to, c.from, said, c.law)
		}
	}
}

func TestAPrivilegeThatAPolicyNamesIsNone(t *testing.T) {
	text := fmt.Sprintf(soundPodText, "driver", "driver")
	one := &trial.Trial{Role: "driver", Sent: []byte(text), Sound: true,
		Set: override(object{"spec": object{"hostPID": true}})}
	if said := laws(one, []byte(strings.Replace(text, `"hostname":"h"`, `"hostname":"h","hostPID":true`, 1))); len(said) > 0 {
		t.Error(said)
	}
}

// Two answers are the same when only files, lines and the fingerprint differ, and not when the patch does.
func TestAnotherPatchIsAnotherAnswer(t *testing.T) {
	answer := func(patch string) string {
		text := base64.StdEncoding.EncodeToString([]byte(patch))
		return settled(generate.Text(object{"response": object{"patch": text}}))
	}
	first := answer(`[{"op":"add","path":"/a","value":"p@0123456789abcdef set-1.yaml:3"}]`)
	if first != answer(`[{"op":"add","path":"/a","value":"p@fedcba9876543210 a000001.yaml:9"}]`) {
		t.Error("other names are another answer")
	}
	if first == answer(`[{"op":"add","path":"/b","value":"p@0123456789abcdef set-1.yaml:3"}]`) {
		t.Error("another patch is the same answer")
	}
}
