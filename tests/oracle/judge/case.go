// Package judge follows requests through both doors of a webhook as kube-apiserver would.
package judge

import (
	"encoding/json"
	"errors"
	"fmt"

	admissionv1 "k8s.io/api/admission/v1"

	"sparkgate.dev/oracle/kube"
)

// Case is a request and what the doors answered; each answer may be absent.
type Case struct {
	Name     string          `json:"name"`
	Review   json.RawMessage `json:"review"`
	Mutate   json.RawMessage `json:"mutate"`
	Validate json.RawMessage `json:"validate"`
}

// Checks: Validate the pods that come out as for CREATE; Unchanged makes a patch an error.
type Checks struct{ Validate, Unchanged bool }

// Verdicts.
const (
	Allowed = "allowed"
	Denied  = "denied"
	Failed  = "failed"
)

// Finding is what came of a case. Review is the request with the changed pod in it.
type Finding struct {
	Name       string                       `json:"name"`
	Verdict    string                       `json:"verdict"`
	Operations int                          `json:"operations"`
	Message    string                       `json:"message,omitempty"`
	Error      string                       `json:"error,omitempty"`
	Review     *admissionv1.AdmissionReview `json:"review,omitempty"`
}

// Judge follows one request through both doors.
func (c Case) Judge(checks Checks) Finding {
	out := Finding{Name: c.Name, Verdict: Allowed}
	if err := c.follow(checks, &out); err != nil {
		return Finding{Name: c.Name, Verdict: Failed, Error: err.Error()}
	}
	return out
}

func (c Case) follow(checks Checks, out *Finding) error {
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
	if c.Validate == nil || out.Verdict == Denied {
		return nil
	}
	answer, err := kube.ReadAnswer(out.Review, c.Validate, false)
	if err != nil {
		return fmt.Errorf("validate: %w", err)
	}
	out.take(answer)
	return nil
}

// mutate puts the changed pod into out.Review.
func (c Case) mutate(checks Checks, out *Finding) error {
	request := out.Review.Request
	if c.Mutate != nil {
		answer, err := kube.ReadAnswer(out.Review, c.Mutate, true)
		if err != nil {
			return err
		}
		if out.take(answer); !answer.Allowed {
			return nil
		}
		if checks.Unchanged && len(answer.Patch) > 0 {
			return fmt.Errorf("a patch where nothing was to change: %s", answer.Patch)
		}
		if request.Object.Raw, out.Operations, err = kube.Apply(request.Object.Raw, answer.Patch); err != nil {
			return err
		}
	}
	if request.Operation != admissionv1.Create || request.SubResource != "" {
		return nil
	}
	return out.store(checks)
}

// store brings the pod of a CREATE into the form in which it is kept.
func (f *Finding) store(checks Checks) error {
	request := f.Review.Request
	pod, err := kube.DecodePod(request.Object.Raw)
	if err != nil {
		return err
	}
	if checks.Validate {
		if err := kube.ValidateCreate(pod, request.Namespace); err != nil {
			return err
		}
	}
	request.Object.Raw, err = kube.EncodePod(pod)
	return err
}

func (f *Finding) take(a *kube.Answer) {
	if !a.Allowed {
		f.Verdict, f.Message, f.Review = Denied, a.Message(), nil
	}
}
