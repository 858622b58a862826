package judge

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

const v1 = "admission.k8s.io/v1"

// ask is a review of a driver with this spec.
func ask(spec string) string {
	return fmt.Sprintf(`{"apiVersion":%q,"kind":"AdmissionReview","request":{
		"uid":"u1","operation":"CREATE","namespace":"jobs","object":{"apiVersion":"v1","kind":"Pod",
		"metadata":{"name":"d","namespace":"jobs"},"spec":%s}}}`, v1, spec)
}

const aSpec = `{"containers":[{"name":"c","image":"i"}]}`

// answers is an AdmissionReview whose response has these members besides the uid.
func answers(members string) string {
	return fmt.Sprintf(`{"apiVersion":%q,"kind":"AdmissionReview","response":{"uid":"u1",%s}}`, v1, members)
}

func patched(operations string) string {
	text := base64.StdEncoding.EncodeToString([]byte(operations))
	return answers(fmt.Sprintf(`"allowed":true,"patchType":"JSONPatch","patch":%q`, text))
}

// old is the same in the old version.
func old(text string) string { return strings.Replace(text, "io/v1", "io/v1beta1", 1) }

const (
	allowed    = `"allowed":true`
	denied     = `"allowed":false,"status":{"code":403,"reason":"Forbidden","message":"policy a refuses this"}`
	addsALabel = `[{"op":"add","path":"/metadata/labels","value":{"a":"b"}}]`
)

func judged(review, mutate, validate string, checks Checks) Finding {
	c := Case{Name: "x", Review: json.RawMessage(review)}
	if mutate != "" {
		c.Mutate = json.RawMessage(mutate)
	}
	if validate != "" {
		c.Validate = json.RawMessage(validate)
	}
	return c.Judge(checks)
}

func TestWhatKubernetesWouldNotTakeIsAFailure(t *testing.T) {
	for _, c := range []struct{ wanted, mutate, validate string }{
		{wanted: "neither mutate nor validate was answered"},
		{wanted: `mutate: expected response.uid="u1", got "u2"`, mutate: strings.Replace(answers(allowed), "u1", "u2", 1)},
		{wanted: `mutate: asked in admission.k8s.io/v1, answered in admission.k8s.io/v1beta1`, mutate: old(answers(allowed))},
		{wanted: `mutate: unknown field "response.Allowed"`, mutate: answers(`"Allowed":true`)},
		{wanted: "mutate: webhook returned response.patch but not", mutate: answers(`"allowed":true,"patch":"W10="`)},
		{wanted: "mutate: webhook returned response.patchType but", mutate: answers(`"allowed":true,"patchType":"JSONPatch"`)},
		{wanted: "mutate: illegal base64 data", mutate: answers(`"allowed":true,"patchType":"JSONPatch","patch":"?"`)},
		{wanted: "mutate: the patch is not an array: {}", mutate: patched(`{}`)},
		{wanted: "mutate: the patch does not apply: add operation",
			mutate: patched(`[{"op":"add","path":"/metadata/labels/a","value":"b"}]`)},
		{wanted: "mutate: a patch that changes nothing", mutate: patched(`[{"op":"replace","path":"/metadata/name","value":"d"}]`)},
		{wanted: `mutate: after the patch: unknown field "spec.nope"`, mutate: patched(`[{"op":"add","path":"/spec/nope","value":1}]`)},
		{wanted: "mutate: after the patch: json: cannot unmarshal", mutate: patched(`[{"op":"add","path":"/spec/nodeName","value":1}]`)},
		{wanted: "validate: validating webhook may not return response.patch", validate: patched(addsALabel)},
		{wanted: "validate: a denial without a message", validate: answers(`"allowed":false`)},
		{wanted: "validate: a denial with code 422", validate: answers(strings.Replace(denied, "403", "422", 1))},
		{wanted: `validate: warning "a\nb" would be dropped`, validate: answers(allowed + `,"warnings":["a\nb"]`)},
		{wanted: `validate: audit annotation "a/b" would be dropped`, validate: answers(allowed + `,"auditAnnotations":{"a/b":"c"}`)},
	} {
		expectFailure(t, judged(ask(aSpec), c.mutate, c.validate, Checks{}), c.wanted)
	}
	expectFailure(t, judged(`{}`, answers(allowed), "", Checks{}), "review: no request")
}

func TestAPatchIsAFailureWhereNothingWasToChange(t *testing.T) {
	expectFailure(t, judged(ask(aSpec), patched(addsALabel), "", Checks{Unchanged: true}),
		"mutate: a patch where nothing was to change")
}

func TestAPodThatKubernetesRefusesIsAFailureWhenAsked(t *testing.T) {
	badName := patched(`[{"op":"add","path":"/spec/volumes","value":[{"name":"A B","emptyDir":{}}]}]`)
	expectFailure(t, judged(ask(aSpec), badName, "", Checks{Validate: true}),
		`mutate: kubernetes refuses the pod: Pod "d" is invalid: spec.volumes[0].name`)
	if got := judged(ask(aSpec), badName, "", Checks{}); got.Verdict != Allowed {
		t.Errorf("unasked: %+v", got)
	}
}

func expectFailure(t *testing.T, got Finding, wanted string) {
	t.Helper()
	if got.Verdict != Failed || !strings.Contains(got.Error, wanted) {
		t.Errorf("%s %q, not %q", got.Verdict, got.Error, wanted)
	}
}

func TestAPatchIsAppliedAndThePodDefaulted(t *testing.T) {
	got := judged(ask(aSpec), patched(addsALabel), answers(allowed), Checks{Validate: true})
	if got.Verdict != Allowed || got.Operations != 1 {
		t.Fatalf("%+v", got)
	}
	pod := string(got.Review.Request.Object.Raw)
	for _, part := range []string{`"labels":{"a":"b"}`, `"dnsPolicy":"ClusterFirst"`, `"imagePullPolicy":"Always"`} {
		if !strings.Contains(pod, part) {
			t.Errorf("no %s in %s", part, pod)
		}
	}
	second, err := json.Marshal(got.Review)
	if err != nil {
		t.Fatal(err)
	}
	again := judged(string(second), answers(allowed), "", Checks{Validate: true, Unchanged: true})
	if again.Verdict != Allowed {
		t.Errorf("second pass: %+v", again)
	}
}

func TestADenialIsShownAsTheUserReadsIt(t *testing.T) {
	got := judged(ask(aSpec), answers(allowed), answers(denied), Checks{})
	wanted := `admission webhook "webhook.sparkgate.dev" denied the request: policy a refuses this`
	if got.Verdict != Denied || got.Message != wanted || got.Review != nil {
		t.Errorf("%+v", got)
	}
}

func TestAnUpdateIsOnlyJudgedByItsAnswers(t *testing.T) {
	update := strings.Replace(ask(`{"containers":[]}`), "CREATE", "UPDATE", 1)
	if got := judged(update, answers(allowed), answers(allowed), Checks{Validate: true}); got.Verdict != Allowed {
		t.Errorf("%+v", got)
	}
}

func TestTheOldVersionIsAnsweredInTheOldVersion(t *testing.T) {
	if got := judged(old(ask(aSpec)), old(patched(addsALabel)), "", Checks{}); got.Operations != 1 {
		t.Errorf("%+v", got)
	}
}
