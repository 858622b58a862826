package values

import (
	"strings"

	"sparkgate.dev/oracle/generate"
)

// A selectorSpeller writes selectors and labels that speak of the same few keys and values, each wrong with this chance.
type selectorSpeller struct {
	generate.Random
	bad          float64
	keys, values []string
}

var (
	longest   = strings.Repeat("a", 63)
	longLabel = strings.Repeat("d", 63) + "." + strings.Repeat("d", 63) + "." + strings.Repeat("d", 63) + "." + strings.Repeat("d", 61)

	labelKeys = []string{"team", "tier", "Team", "a.b/c", "a-b.c/D_e.f", "spark-role", "0",
		"a/" + longest, longest, longLabel + "/x", "x"}
	badKeys = []string{"", "-a", "a-", "a/b/c", "A.b/c", "a b", "/a", "a/", "a_b/c", "a..b/c",
		"é", longest + "a", longLabel + "d/x", ".a", "a.-b/c",
		"a/b.", "a\x00", "*", "$a", "a:b", "а"}

	labelValues = []string{"", "a", "b", "A", "0", "1", "x.y_z-0", "a--b", "true", "null", longest}
	badValues   = []string{" ", "a b", "-a", "a-", "_a", "a.", "é", longest + "a", "a/b", "*", "a\n", "\u200b", "a,b",
		"(a)", "!a", "ａ"}

	operators    = []string{"In", "In", "NotIn", "NotIn", "Exists", "DoesNotExist"}
	badOperators = []string{"in", "IN", "notin", "Gt", "Lt", "=", "==", "!=", "", "exists", "Equals", " In"}
)

func newSelectorSpeller(random generate.Random) selectorSpeller {
	return selectorSpeller{random, generate.Pick(random, 0, 0, 0.02, 0.1), generate.Some(random, 3, labelKeys...),
		append(generate.Some(random, 3, labelValues...), "")}
}

func (s selectorSpeller) one(fine, bad []string) string {
	if s.Chance(s.bad) {
		return generate.Pick(s.Random, bad...)
	}
	return generate.Pick(s.Random, fine...)
}

// labels are such as a pod may have, and sometimes such as none has.
func (s selectorSpeller) labels() object {
	has := object{}
	for _, key := range s.keys {
		if s.Chance(0.6) {
			has[key] = s.one(s.values, badValues)
		}
	}
	return has
}

func (s selectorSpeller) expression() object {
	operator := s.one(operators, badOperators)
	said := object{"key": s.one(s.keys, badKeys), "operator": operator}
	wants := strings.EqualFold(strings.TrimSpace(operator), "in") || strings.EqualFold(operator, "notin")
	if wants != s.Chance(s.bad) {
		values := []any{}
		for range generate.Pick(s.Random, 1, 1, 2, 3) {
			values = append(values, s.one(s.values, badValues))
		}
		said["values"] = values
	}
	if s.Chance(s.bad) {
		said["values"] = []any{}
	}
	return said
}

func (s selectorSpeller) selector() object {
	said := object{}
	if s.Chance(0.5) {
		wanted := object{}
		for range 1 + s.IntN(2) {
			wanted[s.one(s.keys, badKeys)] = s.one(s.values, badValues)
		}
		said["matchLabels"] = wanted
	}
	if s.Chance(0.7) {
		expressions := []any{}
		for range generate.Pick(s.Random, 1, 1, 2, 3) {
			expressions = append(expressions, s.expression())
		}
		said["matchExpressions"] = expressions
	}
	if s.Chance(s.bad) {
		said["matchExpressions"] = []any{}
	}
	return said
}
