// Package generate makes pods, fragments of pod templates and policies at random: every type that is reachable from a
// PodSpec, with values that Kubernetes takes one by one.
package generate

import (
	"hash/fnv"
	"math/rand/v2"
)

// Object is a JSON object.
type Object = map[string]any

// Random is one stream of numbers: the same seed, index and purpose give the same stream.
type Random struct{ *rand.Rand }

// NewRandom starts the stream for one thing that is made.
func NewRandom(seed, index uint64, purpose string) Random {
	hash := fnv.New64a()
	hash.Write([]byte(purpose))
	return Random{rand.New(rand.NewPCG(seed^hash.Sum64(), index))}
}

// Chance is true with that probability.
func (r Random) Chance(probability float64) bool { return r.Float64() < probability }

// Pick is one of these.
func Pick[T any](r Random, from ...T) T { return from[r.IntN(len(from))] }

// Some are `count` different ones, or all when there are fewer, in any order.
func Some[T any](r Random, count int, from ...T) []T {
	shuffled := append([]T(nil), from...)
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	return shuffled[:min(count, len(shuffled))]
}
