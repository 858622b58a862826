package podsecurity

import "testing"

// A proof that cannot fail proves nothing: answers that are wrong in one thing each are told from right ones.
func TestWrongAnswersAreFound(t *testing.T) {
	verdicts := map[string]bool{"hostPorts": false, "privileged": false, "sysctls": true}
	says := func(allowed bool, ids ...string) reply {
		made := reply{Allowed: allowed}
		for _, id := range ids {
			made.Violations = append(made.Violations, violation{Path: "spec.x", Message: "spec.x is (1), must be 0 (" + id + ")"})
		}
		return made
	}
	died := "unreadable"
	for _, one := range []struct {
		said reply
		want string
	}{
		{says(false, "privileged", "hostPorts", "privileged"), ""},
		{says(false, "privileged"), "hostPorts: Kubernetes refuses it"},
		{says(false, "privileged", "hostPorts", "sysctls"), "sysctls: Kubernetes takes it"},
		{says(false, "privileged", "hostPorts", "runAsUser"), "runAsUser: Kubernetes does not ask it"},
		{says(true, "privileged", "hostPorts"), "allowed is true with violations of map[hostPorts:true privileged:true]"},
		{reply{Error: &died}, "sparkgate: " + died},
	} {
		if got := difference(verdicts, one.said); got != one.want {
			t.Errorf("%v: %q, not %q", one.said, got, one.want)
		}
	}
}
