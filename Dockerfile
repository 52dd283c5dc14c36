# Built in one image, run in another: the second has neither pip nor a compiler nor our sources.
FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements-build.txt requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements-build.txt \
 && python -m venv --without-pip /opt/checkup \
 && uv pip install --no-cache --compile-bytecode --python /opt/checkup/bin/python \
    --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY flows flows
RUN python -m hatchling build -t wheel -d /build/dist \
 && uv pip install --no-cache --compile-bytecode --python /opt/checkup/bin/python --no-deps \
    /build/dist/*.whl

FROM python:3.13-slim
COPY --from=build /opt/checkup /opt/checkup
# The database and its key live here; everything else may be read-only.
RUN install -d -o 10001 -g 10001 -m 0700 /data
ENV PATH=/opt/checkup/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite+aiosqlite:////data/checkup.db \
    HEALTH_LISTEN=0.0.0.0:8081
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8081/livez', timeout=4)"]
ENTRYPOINT ["checkup"]
CMD ["run"]
