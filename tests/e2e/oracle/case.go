package main

import (
	"encoding/json"
	"errors"
	"fmt"

	admissionv1 "k8s.io/api/admission/v1"
	corev1 "k8s.io/api/core/v1"
)

// reviewed is a line of input.
type reviewed struct {
	Name     string          `json:"name"`
	Review   json.RawMessage `json:"review"`
	Mutate   json.RawMessage `json:"mutate"`
	Validate json.RawMessage `json:"validate"`
}

type checks struct{ validate, unchanged bool }

const (
	verdictAllowed = "allowed"
	verdictDenied  = "denied"
	verdictFailed  = "failed"
)

// finding is a line of output.
type finding struct {
	Name       string                       `json:"name"`
	Verdict    string                       `json:"verdict"`
	Operations int                          `json:"operations"`
	Message    string                       `json:"message,omitempty"`
	Error      string                       `json:"error,omitempty"`
	Review     *admissionv1.AdmissionReview `json:"review,omitempty"`
}

// judge follows one request through both doors.
func (c reviewed) judge(checks checks) finding {
	out := finding{Name: c.Name, Verdict: verdictAllowed}
	if err := c.follow(checks, &out); err != nil {
		return finding{Name: c.Name, Verdict: verdictFailed, Error: err.Error()}
	}
	return out
}

func (c reviewed) follow(checks checks, out *finding) error {
	var review admissionv1.AdmissionReview // v1beta1 has the same fields
	if err := json.Unmarshal(c.Review, &review); err != nil {
		return fmt.Errorf("review: %w", err)
	}
	if review.Request == nil {
		return errors.New("review: no request")
	}
	if c.Mutate == nil && c.Validate == nil {
		return errors.New("neither mutate nor validate was answered")
	}
	out.Review = &review
	if err := c.mutate(checks, out); err != nil {
		return fmt.Errorf("mutate: %w", err)
	}
	if c.Validate == nil || out.Verdict == verdictDenied {
		return nil
	}
	answer, err := readAnswer(out.Review, c.Validate, false)
	if err != nil {
		return fmt.Errorf("validate: %w", err)
	}
	out.take(answer)
	return nil
}

// mutate puts the changed pod into out.Review.
func (c reviewed) mutate(checks checks, out *finding) error {
	request := out.Review.Request
	if c.Mutate != nil {
		answer, err := readAnswer(out.Review, c.Mutate, true)
		if err != nil {
			return err
		}
		if out.take(answer); !answer.Allowed {
			return nil
		}
		if checks.unchanged && len(answer.Patch) > 0 {
			return fmt.Errorf("a patch where nothing was to change: %s", answer.Patch)
		}
		if request.Object.Raw, out.Operations, err = apply(request.Object.Raw, answer.Patch); err != nil {
			return err
		}
	}
	if request.Operation != admissionv1.Create || request.SubResource != "" {
		return nil
	}
	return out.store(checks)
}

// store brings the pod of a CREATE into the form in which it is kept.
func (f *finding) store(checks checks) error {
	request := f.Review.Request
	pod, err := decodePod(request.Object.Raw)
	if err != nil {
		return err
	}
	if checks.validate {
		if err := validateCreate(pod, request.Namespace); err != nil {
			return err
		}
	}
	request.Object.Raw, err = encodePod(pod)
	return err
}

func (f *finding) take(a *answer) {
	if !a.Allowed {
		f.Verdict, f.Message, f.Review = verdictDenied, a.message(), nil
	}
}

var podKind = corev1.SchemeGroupVersion.WithKind("Pod")
