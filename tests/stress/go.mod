module sparkgate.dev/stress

go 1.26.0
