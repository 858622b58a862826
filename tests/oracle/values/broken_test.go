package values

import (
	"testing"

	"sparkgate.dev/oracle/gate"
)

// A proof that cannot fail proves nothing: answers that are wrong in one thing each are told from right ones.
func TestWrongAnswersAreFound(t *testing.T) {
	breaks := func(said ...string) []string { return said }
	for _, one := range []struct {
		wanted trial
		said   answer
		want   string
	}{
		{trial{broken: breaks("over: 1Gi"), patched: true}, answer{broken: breaks("over: 1Gi"), patched: true}, ""},
		{trial{broken: breaks("over: 1Gi")}, answer{}, "must break over. breaks. "},
		{trial{}, answer{broken: breaks("under: 1Gi")}, "must break. breaks under. "},
		{trial{broken: breaks("decimal: 1k")}, answer{broken: breaks("decimal: 1000")}, "must break decimal. breaks decimal. "},
		{trial{patched: true}, answer{}, "patched is false"},
		{trial{}, answer{patched: true}, "patched is true"},
		{trial{}, answer{mistakes: breaks("no")}, "the policy does not load"},
		{trial{refused: "no"}, answer{mistakes: breaks("a", "oh no")}, ""},
		{trial{refused: "no"}, answer{mistakes: breaks("a")}, "the policy loads, or does not load for another reason than no"},
		{trial{refused: "no"}, answer{}, "the policy loads, or does not load for another reason than no"},
		{trial{}, answer{died: gate.Death + "signal"}, gate.Death + "signal"},
	} {
		if got := difference(one.wanted, one.said); got != one.want {
			t.Errorf("%+v: %q, not %q", one.said, got, one.want)
		}
	}
}

// What Kubernetes and the nodes are asked is told apart from what is ours.
func TestOursAreToldFromTheirs(t *testing.T) {
	for text, want := range map[string]string{"1Gi": "accepted", "-1": "negative", "1gi": "rejected", "m": noDigit, ".e1": noDigit,
		"1e4294967297": wideExponent, "1E": "accepted",
		"1e19": overTheMost, "-1e19": overTheMost, "9223372036854775807": "accepted"} {
		if _, got := readQuantity(text); got != want {
			t.Errorf("%s is %q, not %q", text, got, want)
		}
	}
	for text, want := range map[string]image{
		"Docker.IO:0443/a": {registry: "docker.io", path: "library/a", tag: "latest"},
		"A:443/b/c:1":      {registry: "a", path: "b/c", tag: "1"},
		"a_b.c/d":          {}, "sha256:1": {}, "A": {},
	} {
		if got, _ := readImage(text); got != want {
			t.Errorf("%s is %+v, not %+v", text, got, want)
		}
	}
}
