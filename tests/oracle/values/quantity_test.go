package values

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"

	"sparkgate.dev/oracle/generate"
)

// Where we differ from Kubernetes on purpose (webhook/decision/quantity.h).
const (
	noDigit      = "differs: no digit"      // Kubernetes takes "m", "-" and "." for zero
	wideExponent = "differs: wide exponent" // Kubernetes counts on with its lowest 32 bits
	overTheMost  = "differs: over 2^63-1"   // Kubernetes caps only what is written in units of 1024
)

const asNumber = "as a number of JSON"

var most = resource.MustParse("9223372036854775807")

var parts = regexp.MustCompile(`^([+-]?[0-9.]*)(.*)$`)

// readQuantity is what sparkgate has to make of a text: what Kubernetes does, but for our differences; nil: it is none.
func readQuantity(text string) (*resource.Quantity, string) {
	read, err := resource.ParseQuantity(text)
	if err != nil {
		return nil, "rejected"
	}
	split := parts.FindStringSubmatch(text)
	switch {
	case !strings.ContainsAny(split[1], "0123456789"):
		return nil, noDigit
	case isWide(split[2]):
		return nil, wideExponent
	case read.Cmp(most) > 0:
		return &most, overTheMost
	}
	if least := most.DeepCopy(); read.Sign() < 0 {
		least.Neg()
		if read.Cmp(least) < 0 {
			return &least, overTheMost
		}
		return &read, "negative"
	}
	return &read, "accepted"
}

func isWide(suffix string) bool {
	if !strings.HasPrefix(suffix, "e") && !strings.HasPrefix(suffix, "E") {
		return false
	}
	exponent, err := strconv.ParseInt(suffix[1:], 10, 64)
	return err == nil && (exponent > math.MaxInt32 || exponent < math.MinInt32)
}

// canonical is Kubernetes' spelling.
func canonical(amount resource.Quantity, format resource.Format) string {
	amount = amount.DeepCopy()
	return resource.NewDecimalQuantity(*amount.AsDec(), format).String()
}

// quantityPolicy compares what the pod has with the bound, shows the total in both spellings, and makes it the bound.
func quantityPolicy(bound any) object {
	rule := func(name, message, kind string, bound any) any {
		return object{"name": name, "message": message, "resources": object{kind: object{"memory": bound}}}
	}
	return object{
		"rules": []any{rule("over", "{allowed}", "max", bound), rule("under", "{allowed}", "min", bound),
			rule("decimal", "{found}", "podMax", "0"), rule("binary", "{found}", "podMax", "0Ki")},
		"overrides": object{"driver": object{"spec": object{"containers": []any{
			object{"name": "$spark", "resources": object{"limits": object{"memory": bound}}}}}}}}
}

func quantityTrial(random generate.Random) trial {
	speller := quantitySpeller{random}
	bound := speller.bound()
	amount := speller.amount(bound)
	has, how := readQuantity(amount)
	limit, ofBound := readQuantity(bound)
	written := []any{speller.asNumber(bound), speller.asNumber(amount)}
	one := trial{said: fmt.Sprintf("amount %q, bound %q", amount, bound), spec: quantityPolicy(written[0]),
		pod:   driver(object{"image": "spark", "resources": object{"limits": object{"memory": written[1]}}}),
		cases: []string{"bound " + ofBound}}
	if written[0] != bound || written[1] != amount {
		one.cases = append(one.cases, asNumber)
	}
	switch {
	case limit == nil:
		one.refused = "must be a quantity such as 500m, 2 or 16Gi"
	case limit.Sign() < 0:
		one.refused = "an amount is never under zero"
	default:
		one.cases = append(one.cases, "amount "+how)
		one.compare(amount, has, bound, limit)
	}
	return one
}

func (one *trial) compare(amount string, has *resource.Quantity, bound string, limit *resource.Quantity) {
	one.patched = has == nil || has.Cmp(*limit) != 0
	switch {
	case has == nil:
		one.breaks("over", "a quantity", "under", "a quantity", "decimal", amount, "binary", amount)
		return
	case has.Sign() < 0:
		one.breaks("over", "0 or more", "under", "0 or more", "under", bound, "decimal", amount, "binary", amount)
		return
	}
	if has.Sign() > 0 {
		one.breaks("decimal", canonical(*has, resource.DecimalSI), "binary", canonical(*has, resource.BinarySI))
	}
	one.cases = append(one.cases, map[int]string{-1: "less", 0: "equal", 1: "more"}[has.Cmp(*limit)])
	switch has.Cmp(*limit) {
	case 1:
		one.breaks("over", bound)
	case -1:
		one.breaks("under", bound)
	}
}

func TestQuantities(t *testing.T) {
	proof{"quantities", quantityTrial, []string{"bound accepted", "bound rejected", "bound negative", "amount accepted",
		"amount rejected", "amount negative", "less", "equal", "more", asNumber, "amount " + noDigit, "amount " + wideExponent,
		"amount " + overTheMost, "bound " + overTheMost}}.hold(t)
}
