package values

import (
	_ "crypto/sha256" // a digest is known when its hash is linked, as it is in containerd and kubelet
	_ "crypto/sha512"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/distribution/reference"

	"sparkgate.dev/oracle/generate"
)

// Where we differ from the nodes on purpose (webhook/decision/image_reference.h): all spellings of a registry are one
// name, so that none gets past a rule, and what may be an id is no name.
const (
	lowerRegistry = "differs: registry in lower case"
	usualPort     = "differs: port 443 or with zeros"
	dockerHub     = "differs: another name of Docker Hub"
	anID          = "differs: id of an image"
	noHost        = "differs: no registry" // a first part with a dot and what no host has: nodes find no registry then
)

// An image is what a node fetches.
type image struct{ registry, path, tag, digest string }

var (
	zerosOfPort = regexp.MustCompile(`:0*([1-9][0-9]*)$`)
	idOfImage   = regexp.MustCompile(`^sha(256|384|512):`)
)

// readImage is what sparkgate has to make of a text: what the nodes do, but for our differences. Empty: it names none.
func readImage(text string) (image, []string) {
	named, err := reference.ParseNormalizedNamed(text)
	if err != nil {
		return image{}, []string{"rejected"}
	}
	if idOfImage.MatchString(text) {
		return image{}, []string{anID}
	}
	if reference.Domain(named) == "" {
		return image{}, []string{noHost}
	}
	found := image{registry: reference.Domain(named), path: reference.Path(named)}
	if tagged, ok := reference.TagNameOnly(named).(reference.Tagged); ok {
		found.tag = tagged.Tag()
	}
	if digested, ok := named.(reference.Digested); ok {
		found.digest = digested.Digest().String()
	}
	return found.ours()
}

// ours is the image with our names for its parts, and which of them differ.
func (i image) ours() (image, []string) {
	cases := []string{"accepted"}
	differs := func(registry, why string) {
		if registry != i.registry {
			i.registry, cases = registry, append(cases, why)
		}
	}
	differs(strings.ToLower(i.registry), lowerRegistry)
	differs(strings.TrimSuffix(zerosOfPort.ReplaceAllString(i.registry, ":$1"), ":443"), usualPort)
	if i.registry == "index.docker.io" || i.registry == "registry-1.docker.io" {
		differs("docker.io", dockerHub)
	}
	if i.registry == "docker.io" && !strings.Contains(i.path, "/") {
		i.path = "library/" + i.path
	}
	if len(i.path) > reference.RepositoryNameTotalLengthMax {
		return image{}, []string{"rejected", dockerHub}
	}
	return i, cases
}

// pattern is the glob that this image fits only. Brackets are no part of globs, and a zero of an address would be one of
// a port; a registry without a dot is told from a folder by its port.
func (i image) pattern() string {
	registry := i.registry
	if strings.Contains(registry, "[") {
		registry = strings.NewReplacer("[", "?", "]", "?", "0", "?").Replace(registry)
	} else if !strings.ContainsAny(registry, ".:") && registry != "localhost" {
		registry += ":443"
	}
	text := registry + "/" + i.path
	if i.tag != "" {
		text += ":" + i.tag
	}
	if i.digest != "" {
		text += "@" + i.digest
	}
	return text
}

// another is nearly the same image.
func (i image) another(random generate.Random) image {
	part := random.IntN(4)
	switch {
	case part == 0 && i.digest != "":
		digit := byte('0')
		if i.digest[len(i.digest)-1] == digit {
			digit = '1'
		}
		i.digest = i.digest[:len(i.digest)-1] + string(digit)
	case part <= 1 && i.tag != "":
		i.tag += "x"
	case part <= 2:
		i.registry = "x" + i.registry
	default:
		i.path += "x"
	}
	return i
}

func imagePolicy(same, near string) object {
	rule := func(name string, says object) any { return object{"name": name, "images": says} }
	return object{"rules": []any{rule("valid", object{"deny": []any{"never.invalid/never"}}),
		rule("same", object{"allow": []any{same}}), rule("near", object{"allow": []any{near}}),
		rule("tagged", object{"denyTags": []any{"*"}}), rule("pinned", object{"requireDigest": true})}}
}

func imageTrial(random generate.Random) trial {
	text := imageSpeller{random, generate.Pick(random, 0, 0, 0.05, 0.2)}.text()
	found, cases := readImage(text)
	one := trial{said: fmt.Sprintf("%q", text), cases: cases, pod: driver(object{"image": text})}
	at := fmt.Sprintf(`spec.containers[0].image "%s"`, text)
	if found.path == "" {
		why := " is not a valid image reference"
		if cases[0] == anID {
			why = " is the id of an image on the node, not where one comes from"
		} else if text == "" {
			at, why = "spec.containers[0].image", " is missing"
		}
		one.spec = imagePolicy("a.b/c", "a.b/d")
		for _, rule := range []string{"valid", "same", "near", "tagged", "pinned"} {
			one.breaks(rule, at+why)
		}
		return one
	}
	near := found.another(random).pattern()
	one.spec = imagePolicy(found.pattern(), near)
	one.breaks("near", at+" is not from "+near)
	if found.tag != "" {
		one.breaks("tagged", at+" has the tag "+found.tag+", which is denied")
	}
	if found.digest == "" {
		one.breaks("pinned", at+" has no digest (name@sha256:...)")
	}
	return one
}

func TestImageReferences(t *testing.T) {
	proof{"images", imageTrial, []string{"accepted", "rejected", lowerRegistry, usualPort, dockerHub, anID, noHost}}.hold(t)
}
