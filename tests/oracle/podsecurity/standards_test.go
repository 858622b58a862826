package podsecurity

import (
	"fmt"
	"slices"

	"sparkgate.dev/oracle/generate"
)

const (
	newestVersion = 36 // of webhook/decision/rules/pod_security/controls.h
	withExcepted  = 80 // standards with controls left out
)

// standards are both levels of every version, of some that do not exist yet, and some with controls left out.
func standards(random generate.Random) ([]*standard, error) {
	var versions []string
	for minor := range newestVersion + 3 {
		versions = append(versions, fmt.Sprintf("v1.%d", minor))
	}
	versions = append(versions, "latest", "v1.100", "latest")
	var made []*standard
	for _, level := range []string{"baseline", "restricted"} {
		for _, version := range versions {
			one, err := newStandard(level, version)
			if err != nil {
				return nil, err
			}
			made = append(made, one)
		}
	}
	for range withExcepted {
		one, err := excepted(random, generate.Pick(random, made...))
		if err != nil {
			return nil, err
		}
		made = append(made, one)
	}
	return made, nil
}

// excepted leaves out one to four controls, each in force when its turn comes: a weaker one that a stricter one takes
// the place of comes to be in force when that one is left out.
func excepted(random generate.Random, from *standard) (*standard, error) {
	except := slices.Clone(from.except)
	for range 1 + random.IntN(4) {
		except = append(except, generate.Pick(random, from.inForce()...))
		next, err := newStandard(from.level, from.version, except...)
		if err != nil {
			return nil, err
		}
		from = next
	}
	return from, nil
}

func namespaceOf(number int) string { return fmt.Sprintf("n%d", number) }

// policies are the standards as policies for a namespace each.
func policies(all []*standard) []object {
	var made []object
	for i, one := range all {
		rule := object{"level": one.level, "version": one.version}
		if len(one.except) > 0 {
			rule["except"] = one.except
		}
		made = append(made, object{
			"apiVersion": "sparkgate.dev/v1", "kind": "SparkPolicy", "metadata": object{"name": namespaceOf(i)},
			"spec": object{
				"match": object{"pods": "all", "namespaces": []any{namespaceOf(i)}},
				"rules": []any{object{"name": "standard", "podSecurity": rule}}}})
	}
	return made
}
