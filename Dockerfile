# Builds from Debian packages only; nothing else is downloaded. The image holds the two programs, the shared libraries
# they link and an SPDX list of the packages that went in: no shell, no package manager, no CA bundle.
#   docker build -t sparkgate:0.1.0 --build-arg VERSION=0.1.0 --build-arg REVISION="$(git rev-parse --short=12 HEAD)" .
FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
      cmake \
      g++ \
      libboost1.81-dev \
      libcli11-dev \
      libdtl-dev \
      libkainjow-mustache-dev \
      libre2-dev \
      libsimdjson-dev \
      libspdlog-dev \
      libssl-dev \
      libyaml-cpp-dev \
      libzstd-dev \
      ninja-build \
      nlohmann-json3-dev \
      pkg-config \
      prometheus-cpp-dev \
      zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
ARG VERSION=0.1.0
ARG REVISION=unknown
# Tests and benchmarks run where the sources are developed; the image needs neither.
RUN cmake --preset release -DSPARKGATE_TESTS=OFF -DSPARKGATE_BENCH=OFF \
      -DSPARKGATE_VERSION="${VERSION}" -DSPARKGATE_COMMIT="${REVISION}" \
    && cmake --build --preset release --target sparkgate sparkgate-webhook
# Seconds since 1970 that the files in the image are dated with: the same sources and packages make the same layer.
ARG SOURCE_DATE_EPOCH=0
RUN cmake/image/rootfs build/release /image

FROM scratch
COPY --from=build /image /

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
