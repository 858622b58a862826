package values

import (
	"strings"

	"sparkgate.dev/oracle/generate"
)

// An imageSpeller writes references, each part of them wrong with this chance.
type imageSpeller struct {
	generate.Random
	bad float64
}

var (
	hosts = []string{"registry.corp", "docker.io", "docker.io", "index.docker.io", "registry-1.docker.io", "localhost",
		"a.b", "10.0.0.1", "REGISTRY.corp", "Docker.IO", "INDEX.docker.io", "LOCALHOST", "Corp", "x--y.z-1",
		"xn--bcher-kva.example",
		"[::1]", "[2001:DB8::01]", "[0:0]", "[::]", "1", "corp", "library"}
	badHosts = []string{"-a.b", "a-.b", "a..b", ".a", "a.", "a.b.", "a_b.c", "[::1", "::1]", "[]", "[::g]",
		"[::1%eth0]",
		"[::1.2.3.4]", "[::1]x", "é.example", "registrу.corp", "a b.c", "https://a.b", "user@a.b", "ａ.b", "*.corp",
		"", "[a.b]", "docker.io.",
		"Ⅰ.b", "K.b"}
	ports = []string{"", "", "", "", ":5000", ":443", ":0443", ":00443", ":0", ":000", ":0080",
		":99999999999999999999"}
	badPorts = []string{":", ":http", ":-1", ":+1", ":5 ", ":５", ":443:443", ":4e3"}

	separators    = []string{".", "_", "__", "-", "--", "---------"}
	badSeparators = []string{"..", "___", "._", "-_", "_-", "-.", "__.", ".-", " ", "+", "~", "%2f", "\\", "A", "é",
		"\x00", "\n", "\u202e"}
	badComponents = []string{"", "-a", "a-", "_a", "a_", ".a", "a.", ".", "..", "A", "aB", "а", "spark?x", "a#b", "*"}

	tags    = []string{"", "", "1", "latest", "v1.2-x_y", "UPPER", "_x", "0", "a..b", "a--", "x.", "sha256", "3.5"}
	badTags = []string{"-x", ".x", "a:b", "a b", "é", "x\n", "a/b", "a+b", "１", "latest ", "$TAG", "{v}"}

	algorithms    = []string{"sha256", "sha256", "sha256", "sha384", "sha512"}
	badAlgorithms = []string{"SHA256", "md5", "sha1", "sha224", "sha512/256", "sha256+b64", "blake3", "", "sha",
		"sha256:sha256", "é"}
	digits = map[string]int{"sha256": 64, "sha384": 96, "sha512": 128, "md5": 32}
)

// one is fine, and bad with the speller's chance.
func (s imageSpeller) one(fine, bad []string) string {
	if s.Chance(s.bad) {
		return generate.Pick(s.Random, bad...)
	}
	return generate.Pick(s.Random, fine...)
}

func (s imageSpeller) word(alphabet string, length int) string {
	word := make([]byte, length)
	for i := range word {
		word[i] = alphabet[s.IntN(len(alphabet))]
	}
	return string(word)
}

const lower = "abcxyz0189"

func (s imageSpeller) component() string {
	if s.Chance(s.bad) {
		return generate.Pick(s.Random, badComponents...)
	}
	if s.Chance(0.05) {
		return generate.Pick(s.Random, "library", "localhost", "sha256", s.word("0af", 64), "docker.io")
	}
	text := s.word(lower, 1+s.IntN(4))
	for range s.IntN(3) {
		text += s.one(separators, badSeparators) + s.word(lower, 1+s.IntN(3))
	}
	return text
}

// path is now and then as long as it may be, or a little longer.
func (s imageSpeller) path() string {
	text := s.component()
	for range generate.Pick(s.Random, 0, 0, 1, 1, 2, 5) {
		text += "/" + s.component()
	}
	if long := 244 + s.IntN(14); s.Chance(0.05) && long > len(text) {
		text += s.word(lower, long-len(text))
	}
	return text
}

func (s imageSpeller) digest() string {
	if s.Chance(0.5) {
		return ""
	}
	algorithm := s.one(algorithms, badAlgorithms)
	length := max(digits[algorithm], 32)
	if s.Chance(s.bad) {
		length = generate.Pick(s.Random, 0, 31, 32, 63, 64, 65, 128)
	}
	return "@" + algorithm + ":" + s.word(s.one([]string{"0123456789abcdef"}, []string{"0F", "0g", "fF", "0_="}), length)
}

func (s imageSpeller) text() string {
	if s.Chance(0.02) {
		return generate.Pick(s.Random, "", " ", "/", ":", "@",
			"a", s.word("0af", 64), s.word("0af", 63), s.word("0aF", 64),
			"sha256:"+s.word("0af", 64), "sha256:"+s.word("0af", 12), "sha512:a",
			"sha384:x@sha256:"+s.word("0af", 64), "docker.io", "localhost")
	}
	var text strings.Builder
	if s.Chance(0.6) {
		text.WriteString(s.one(hosts, badHosts) + s.one(ports, badPorts) + "/")
	}
	text.WriteString(s.path())
	if tag := s.one(tags, badTags); s.Chance(0.1) {
		text.WriteString(":" + s.word(lower+"_.-", 126+s.IntN(5)))
	} else if tag != "" || s.Chance(s.bad) {
		text.WriteString(":" + tag)
	}
	text.WriteString(s.digest())
	if s.bad > 0 && s.Chance(0.3) {
		return slip(s.Random, text.String(), "abAZ09.._--//::@@[] \t\x00\u200b\u0130é：／")
	}
	return text.String()
}
