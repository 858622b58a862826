package values

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"sparkgate.dev/oracle/generate"
)

// A quantitySpeller writes amounts, and what is nearly one.
type quantitySpeller struct{ generate.Random }

var suffixes = []string{"", "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"}

// edges stand near the least and the most that is told apart.
var edges = []string{"0", "-0", "+0", "00", "0.0", ".0", "0Ki", "0e5", "1n", "0.1n", "1e-9", "1e-10", "-0.1n", "999999999n",
	"9223372036854775807", "9223372036854775808", "9223372036854775806999999999n", "9223372036854775807.1", "8Ei",
	"7.99999Ei",
	"8191Pi", "8192Pi", "9.223372036854775807E", "9.223372036854775808E", "9223372036854775807m",
	"9223372036854775807000m",
	"-8Ei", "-9E", "-10E", "1023", "1024", "1023Ki", "1024Ki", "1e18", "1e19", "1e30", "123e-30", "1e400", "1e-400",
	"1024e3"}

// none are hardly amounts.
var none = []string{"", " ", "1 ", " 1", "1 Gi", "Gi", "m", "k", "e3", "E", ".", "-", "+", "-.", ".Ki", "-m", ".e1", "Ei", "1e", "1E+",
	"1e+-3", "1e-+3", "1e--3", "1e++3", "1e3Gi", "1Gie3", "1KI", "1ki", "1K", "1gi", "1mi", "1GiB", "1i", "1mm",
	"1..", "1.1.",
	"..1", "1e1.5", "1,5", "1_000", "0x10", "NaN", "Inf", "infinity", "null", "true", "１", "1Ｇi", "٣", "1\u00a0Gi",
	"1\x00", "1\n",
	"--1", "+-1", "1-", "1+3", "1m3", "1e4294967297", "1e-4294967290", "0e4294967296", "1E+8589934593", "5e-8589934592",
	"2e4294967300", "1e99999999999999999999",
	"1Ee3", "1eE3", "1GG", "$1", "1%", "½"}

func (s quantitySpeller) digits(most int) string {
	var text strings.Builder
	zeros := s.Chance(0.2)
	for range s.IntN(most + 1) {
		digit := byte('0' + s.IntN(10))
		if zeros && s.Chance(0.8) {
			digit = '0'
		}
		text.WriteByte(digit)
	}
	return text.String()
}

// number has a digit at least, and sometimes very many.
func (s quantitySpeller) number() string {
	most := generate.Pick(s.Random, 2, 4, 4, 9, 19, 45)
	text := generate.Pick(s.Random, "", "", "", "", "", "", "+", "0") + s.digits(most)
	if s.Chance(0.5) {
		text += "." + s.digits(most)
	}
	if !strings.ContainsAny(text, "0123456789") {
		text += "7"
	}
	return text
}

func (s quantitySpeller) exponent() string {
	return generate.Pick(s.Random, "e", "E") + generate.Pick(s.Random, "", "+", "-") +
		generate.Pick(s.Random, "0", "1", "3", "6", "9", "12", "18", "007", "40", "300") + s.digits(s.IntN(2))
}

func (s quantitySpeller) good() string {
	switch s.IntN(10) {
	case 0:
		return generate.Pick(s.Random, edges...)
	case 1, 2:
		return s.number() + s.exponent()
	case 3:
		return "-" + s.number() + generate.Pick(s.Random, suffixes...)
	}
	return s.number() + generate.Pick(s.Random, suffixes...)
}

// bad is hardly one, or a good one with a slip of the pen.
func (s quantitySpeller) bad() string {
	if text := slip(s.Random, s.good(), "0123456789+-..eEinumkKMGTP xB１\u200b\t"); s.Chance(0.5) && !takesForEver(text) {
		return text
	}
	return generate.Pick(s.Random, none...)
}

// takesForEver: Kubernetes writes out numbers with as many digits as the exponent says.
func takesForEver(text string) bool {
	at := strings.LastIndexAny(text, "eE") + 1
	exponent, _ := strconv.ParseInt(text[at:], 10, 64)
	return at > 0 && (int32(exponent) > 10_000 || int32(exponent) < -10_000)
}

func (s quantitySpeller) bound() string {
	if s.Chance(0.15) {
		return s.bad()
	}
	return s.good()
}

// amount is any, or one near the other: the same in other words, or 10^-9 more or less.
func (s quantitySpeller) amount(other string) string {
	near, err := resource.ParseQuantity(other)
	if err != nil || s.Chance(0.4) {
		if s.Chance(0.3) {
			return s.bad()
		}
		return s.good()
	}
	near.Add(resource.MustParse(generate.Pick(s.Random, "0", "0", "0", "1n", "-1n", "1", "-1")))
	format := generate.Pick(s.Random, resource.DecimalSI, resource.BinarySI, resource.DecimalExponent)
	return generate.Pick(s.Random, "", "", "+", "0") + canonical(near, format)
}

// short has no other spelling as a number of JSON.
var short = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})(\.[0-9]{0,3}[1-9])?$`)

// asNumber is now and then a number, as it may stand in a file, not a string.
func (s quantitySpeller) asNumber(text string) any {
	if short.MatchString(text) && s.Chance(0.3) {
		return json.Number(text)
	}
	return text
}
