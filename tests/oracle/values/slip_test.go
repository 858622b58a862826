package values

import (
	"strings"

	"sparkgate.dev/oracle/generate"
)

// slip leaves out, writes twice, writes wrong or adds a character or two.
func slip(random generate.Random, text, alphabet string) string {
	from := []rune(alphabet)
	for range 1 + random.IntN(2) {
		said := []rune(text)
		at := random.IntN(len(said) + 1)
		left, right := string(said[:at]), string(said[at:])
		wrong := string(generate.Pick(random, from...))
		switch {
		case at == len(said) || random.Chance(0.3):
			text = left + wrong + right
		case random.Chance(0.4):
			text = left + string(said[at+1:])
		case random.Chance(0.4):
			text = left + string(said[at]) + right
		default:
			text = left + wrong + string(said[at+1:])
		}
	}
	return strings.ToValidUTF8(text, "")
}
