package generate

import "fmt"

// Policy is a SparkPolicy that says something to pods of both roles, or of one.
func (m Maker) Policy(name string, priority int, sound func(role string, fragment Object)) Object {
	spec := Object{"priority": priority}
	if m.Chance(0.08) {
		spec["mode"] = "audit"
	}
	if m.Chance(0.15) {
		spec["match"] = Object{"roles": []any{Pick(m.Random, Roles...)}}
	}
	for _, strength := range []string{"overrides", "defaults"} {
		if m.Chance(0.6) {
			spec[strength] = m.templates(sound, strength == "overrides")
		}
	}
	if m.Chance(0.25) {
		spec["secrets"] = m.secrets()
	}
	if m.Chance(0.2) {
		spec["ownerReferences"] = Object{"executors": "adopt"}
	}
	if m.Chance(0.05) {
		spec["rules"] = []any{Object{"name": "warned", "action": "warn", "images": Object{"denyTags": []any{"1"}}}}
	}
	return Object{"apiVersion": "sparkgate.dev/v1", "kind": "SparkPolicy", "metadata": Object{"name": name}, "spec": spec}
}

// templates are for both roles, or for each its own; `direct`: they may take things out.
func (m Maker) templates(sound func(string, Object), direct bool) Object {
	said := Object{}
	names := []string{"both"}
	if m.Chance(0.2) {
		names = Roles
	}
	for _, name := range names {
		role := name
		if name == "both" {
			role = "executor" // of which a policy may say less
		}
		fragment := m.Fragment(role)
		if m.Chance(0.9) {
			sound(role, fragment)
		}
		if direct && m.Chance(0.25) {
			m.Direct(fragment)
		}
		if len(fragment) > 0 {
			said[name] = fragment
		}
	}
	return said
}

// Policies is a set of one to four; two of one priority in one set of ten.
func (m Maker) Policies(prefix string, sound func(string, Object)) []Object {
	policies := []Object{}
	for i := range 1 + m.IntN(4)*m.IntN(2) {
		priority := 10 * i
		if m.Chance(0.1) {
			priority = 0
		}
		policies = append(policies, m.Policy(fmt.Sprintf("%s-%d", prefix, i), priority, sound))
	}
	return policies
}
