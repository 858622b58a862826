package lab

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sync/atomic"
	"testing"
)

// Doors of the server.
const (
	Mutate   = "/mutate"
	Validate = "/validate"
)

// Response of an AdmissionReview, as far as tests ask.
type Response struct {
	UID              string
	Allowed          bool
	Patch            []byte
	AuditAnnotations map[string]string
}

// Question is a review, and what has to come back.
type Question struct {
	Door   string
	Review func(uid string) []byte
	Right  func(Response) error // beyond the uid, which is compared anyway
}

// Judge the body of an answer that came with 200.
func (q Question) Judge(uid string, body []byte) error {
	var answer struct{ Response Response }
	if err := json.Unmarshal(body, &answer); err != nil {
		return fmt.Errorf("%w in %.200q", err, body)
	}
	if answer.Response.UID != uid {
		return fmt.Errorf("asked about %q, told about %q", uid, answer.Response.UID)
	}
	return q.Right(answer.Response)
}

// Case is a golden case's review, asked under other uids; the answer has to be the golden one.
func Case(t testing.TB, name string) Question {
	t.Helper()
	folder := filepath.Join(Root(), "tests", "cases", name)
	return Question{Door: Mutate, Review: recorded(t, filepath.Join(folder, "review.json")),
		Right: golden(t, filepath.Join(folder, "expected", "answers.json"))}
}

// Driver is one of spark-submit, as kube-apiserver sent it, under the policies that ship with sparkgate.
func Driver(t testing.TB) Question { return Case(t, "shipped-spark-submit-3.5-driver") }

// recorded reviews are sent as they were, but for their uid.
func recorded(t testing.TB, file string) func(string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	Must(t, err)
	var review struct{ Request struct{ UID string } }
	Must(t, json.Unmarshal(text, &review))
	before, after, found := bytes.Cut(text, []byte(review.Request.UID))
	if !found || bytes.Contains(after, []byte(review.Request.UID)) {
		t.Fatalf("%s: its uid is not there exactly once", file)
	}
	return func(uid string) []byte { return bytes.Join([][]byte{before, []byte(uid), after}, nil) }
}

func golden(t testing.TB, file string) func(Response) error {
	t.Helper()
	text, err := os.ReadFile(file)
	Must(t, err)
	var wanted struct {
		Mutate struct {
			Response struct {
				Allowed          bool
				Patch            any
				AuditAnnotations map[string]string
			}
		}
	}
	Must(t, json.Unmarshal(text, &wanted))
	return func(got Response) error {
		if got.Allowed != wanted.Mutate.Response.Allowed ||
			!reflect.DeepEqual(got.AuditAnnotations, wanted.Mutate.Response.AuditAnnotations) {
			return fmt.Errorf("allowed %v, %v", got.Allowed, got.AuditAnnotations)
		}
		return samePatch(got.Patch, wanted.Mutate.Response.Patch)
	}
}

func samePatch(got []byte, wanted any) error {
	var patch any
	if err := json.Unmarshal(got, &patch); err != nil {
		return err
	}
	if !reflect.DeepEqual(patch, wanted) {
		return errors.New("another patch: " + string(got))
	}
	return nil
}

var uids atomic.Int64

// NextUID is another one each time.
func NextUID() string { return fmt.Sprintf("7e57ab1e-0000-4000-8000-%012d", uids.Add(1)) }
