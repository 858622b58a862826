// Command oracle judges answers of an admission webhook with Kubernetes' own code, not ours.
//
// It reads one case a line on stdin:
//
//	{"name":"…","review":AdmissionReview,"mutate":AdmissionReview,"validate":AdmissionReview}
//
// `review` carries the request as kube-apiserver sent it; `mutate` and `validate` carry what the two doors
// answered (the two lines of `sparkgate dry-run -o review`); each of the two may be absent. What kube-apiserver
// would do with them is done: the response is checked, the patch applied, the result decoded (strictly, which
// is more than kube-apiserver asks) and defaulted as a v1 Pod.
//
// It writes one line for each:
//
//	{"name":"…","verdict":"allowed","operations":3,"review":AdmissionReview}
//	{"name":"…","verdict":"denied","message":"what the user reads"}
//	{"name":"…","verdict":"failed","error":"…"}
//
// `review` there is the request with the changed pod in it: what a second pass would be asked. With
// -validate the pod must also pass Kubernetes' own validation for CREATE; with -unchanged (the second pass)
// a patch is an error. Exit code 1 when a case failed, 2 when the input is broken or empty.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"sparkgate.dev/oracle/judge"
)

func main() {
	var checks judge.Checks
	flag.BoolVar(&checks.Validate, "validate", false, "validate the resulting pods as for CREATE")
	flag.BoolVar(&checks.Unchanged, "unchanged", false, "a patch is an error")
	flag.Parse()

	read, failed := 0, 0
	in, out := bufio.NewReader(os.Stdin), json.NewEncoder(os.Stdout)
	for cases := json.NewDecoder(in); cases.More(); read++ {
		var c judge.Case
		if err := cases.Decode(&c); err != nil {
			fail(fmt.Errorf("case %d: %w", read+1, err))
		}
		finding := c.Judge(checks)
		if finding.Verdict == judge.Failed {
			failed++
		}
		if err := out.Encode(finding); err != nil {
			fail(err)
		}
	}
	fmt.Fprintf(os.Stderr, "oracle: %d cases, %d failed\n", read, failed)
	switch {
	case read == 0:
		os.Exit(2)
	case failed > 0:
		os.Exit(1)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "oracle:", err)
	os.Exit(2)
}
