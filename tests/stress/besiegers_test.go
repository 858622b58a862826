package stress

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"sparkgate.dev/stress/lab"
)

// besiegers is the variable that makes this program slow strangers instead of tests.
const besiegers = "SPARKGATE_STRESS_BESIEGERS"

// orders for them.
type orders struct {
	Address string
	Count   int           // at once
	Hold    time.Duration // whose connection is ended by then comes again
	Longest time.Duration // nobody stays longer
}

func TestMain(m *testing.M) {
	if text := os.Getenv(besiegers); text != "" {
		os.Exit(obey(text))
	}
	os.Exit(m.Run())
}

func obey(text string) int {
	var given orders
	if err := json.Unmarshal([]byte(text), &given); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	json.NewEncoder(os.Stdout).Encode(besiege(given))
	return 0
}

// sendBesiegers and wait until the last has gone. They are a process of their own that has a processor only while nobody
// else wants it: the work of ten thousand strangers is done by as many machines elsewhere.
func sendBesiegers(t *testing.T, given orders) *siege {
	t.Helper()
	text, err := json.Marshal(given)
	lab.Must(t, err)
	command := exec.Command("chrt", "--idle", "0", os.Args[0])
	command.Env = append(os.Environ(), besiegers+"="+string(text))
	command.Stderr = os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	said, err := command.Output()
	lab.Must(t, err)
	result := &siege{}
	lab.Must(t, json.Unmarshal(said, result))
	return result
}
