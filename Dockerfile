# Builds from Debian packages only; nothing else is downloaded.
#   docker build -t sparkgate:0.1.0 --build-arg REVISION="$(git rev-parse HEAD)" .
FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
      cmake \
      g++ \
      libboost1.81-dev \
      libcli11-dev \
      libdtl-dev \
      libre2-dev \
      libsimdjson-dev \
      libspdlog-dev \
      libssl-dev \
      libyaml-cpp-dev \
      ninja-build \
      nlohmann-json3-dev \
      pkg-config \
      prometheus-cpp-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# Tests and benchmarks run where the sources are developed; the image needs neither.
RUN cmake --preset release -DSPARKGATE_TESTS=OFF -DSPARKGATE_BENCH=OFF \
    && cmake --build --preset release

FROM debian:bookworm-slim
# The shared libraries the two programs link; `ldd` on both must show nothing that is not found.
RUN apt-get update && apt-get install -y --no-install-recommends \
      libfmt9 \
      libprometheus-cpp-core1.0 \
      libre2-9 \
      libsimdjson14 \
      libspdlog1.10 \
      libssl3 \
      libstdc++6 \
      libyaml-cpp0.7 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/build/release/sparkgate /src/build/release/sparkgate-webhook /usr/local/bin/

ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="sparkgate" \
      org.opencontainers.image.description="Admission control for Apache Spark on Kubernetes" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# A number, so that runAsNonRoot can be checked; the same as in manifests/base/deployment.yaml.
USER 65532:65532
EXPOSE 8443 8080
ENTRYPOINT ["/usr/local/bin/sparkgate-webhook"]
