"""What runs the bot elsewhere: the image, the container and the unit."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys

import pytest
from shape.repository import ROOT, text_of

from bot.config import Settings

TAG = "python:3.13-slim-bookworm"
DIGESTS = [f"sha256:{letter * 64}" for letter in "abc"]


def inspected(digest):
    """What `docker buildx imagetools inspect` prints of an image for several machines."""
    return (
        f"Name:      docker.io/library/{TAG}\n"
        "MediaType: application/vnd.oci.image.index.v1+json\n"
        f"Digest:    {digest}\n\nManifests:\n"
        f"  Name:      docker.io/library/{TAG}@{DIGESTS[2]}\n"
        "  MediaType: application/vnd.oci.image.manifest.v1+json\n"
        "  Platform:  linux/amd64\n"
    )


def unit():
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[method-assign,assignment]  # the documented way
    parsed.read_string(text_of("deploy/crystalpay-bot.service"))
    return parsed["Service"]


def test_the_container_and_the_unit_have_the_same_bound_of_memory():
    (megabytes,) = re.findall(r"^    mem_limit: (\d+)m$", text_of("deploy/compose.yaml"), re.M)
    assert unit()["MemoryMax"] == f"{megabytes}M"


def test_neither_the_container_nor_the_unit_writes_a_core_file():
    assert re.search(r"^    ulimits:\n      core: 0$", text_of("deploy/compose.yaml"), re.M)
    assert unit()["LimitCORE"] == "0"


def test_unit_command_installer_and_replica_agree_where_everything_is():
    folder = unit()["WorkingDirectory"]
    assert folder == f"/var/lib/{unit()['StateDirectory']}"
    database = f"{folder}/{Settings.model_fields['database_path'].default}"
    assert f"- path: {database}\n" in text_of("deploy/litestream.yml")
    installer, command = text_of("deploy/install-service"), text_of("deploy/crystalpay-bot")
    assert f"STATE={folder}\n" in installer
    assert f"SETTINGS={unit()['EnvironmentFile']}\n" in installer
    assert f"USER_NAME={unit()['User']}\n" in installer
    program = unit()["ExecStart"].removesuffix(" run")
    assert f"PROGRAM={program.removesuffix('/bin/crystalpay-bot')}\n" in installer
    assert f'exec runuser -u {unit()["User"]} -- {program} "$@"' in command
    assert f"cd {folder} || exit\n" in command


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
def test_a_mistake_in_a_unit_is_found(tmp_path):
    deploy = shutil.copytree(ROOT / "deploy", tmp_path / "deploy")
    verify = [deploy / "verify-units"]
    assert subprocess.run(verify, check=False).returncode == 0
    service = deploy / "crystalpay-bot.service"
    service.write_text(service.read_text().replace("MemoryMax=256M", "MemoryMost=256M"))
    ended = subprocess.run(verify, capture_output=True, check=False)
    assert ended.returncode == 1
    assert b"MemoryMost" in ended.stdout


def test_without_systemd_the_units_are_skipped_with_a_line(tmp_path):
    for tool in ("sh", "dirname"):
        (tmp_path / tool).symlink_to(shutil.which(tool))
    verify = [ROOT / "deploy" / "verify-units"]
    ended = subprocess.run(verify, env={"PATH": str(tmp_path)}, capture_output=True, check=False)
    assert ended.returncode == 0
    assert ended.stdout == b"units: not verified, there is no systemd-analyze here\n"


def test_the_drill_without_litestream_says_what_to_install():
    drill = [sys.executable, str(ROOT / "deploy" / "drill"), "--litestream", "no-such-program"]
    ended = subprocess.run(drill, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "no-such-program: there is no such program. Litestream 0.5.11 or newer" in ended.stderr


def test_both_stages_of_the_image_are_built_from_the_one_that_can_be_pinned():
    lines = text_of("Dockerfile").splitlines()
    images = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert images == ["${PYTHON_IMAGE}"] * 2
    (image,) = [line for line in lines if line.startswith("ARG PYTHON_IMAGE=")]
    assert re.fullmatch(rf"ARG PYTHON_IMAGE={TAG}(@sha256:[0-9a-f]{{64}})?", image)


@pytest.fixture
def pin(tmp_path):
    """Run `make pin-image` over a copy of the Dockerfile; `docker` answers with the digest."""
    for name in ("Makefile", "Dockerfile"):
        shutil.copy(ROOT / name, tmp_path)
    docker = tmp_path / "bin" / "docker"
    docker.parent.mkdir()

    def pin(answer, code=0):
        docker.write_text(f'#!/bin/sh\necho "$@" >> asked\ncat answer\nexit {code}\n')
        (tmp_path / "answer").write_text(answer)
        docker.chmod(0o755)
        env = {**os.environ, "PATH": f"{docker.parent}:{os.environ['PATH']}"}
        ended = subprocess.run(
            ["make", "pin-image"], cwd=tmp_path, env=env, capture_output=True, check=False
        )
        asked = (tmp_path / "asked").read_text().splitlines()[-1]
        assert asked == f"buildx imagetools inspect {TAG}"
        return ended.returncode, (tmp_path / "Dockerfile").read_text(encoding="utf-8")

    return pin


def test_the_image_is_pinned_by_a_command_and_pinned_anew_by_the_same(pin):
    for digest in DIGESTS[:2]:
        code, dockerfile = pin(inspected(digest))
        assert code == 0
        assert dockerfile.count(f"\nARG PYTHON_IMAGE={TAG}@{digest}\n") == 1
        assert dockerfile.count("sha256:") == 2  # with the one in the comment


@pytest.mark.parametrize(
    ("answer", "code"), [("", 0), ("Digest: none\n", 0), (inspected(DIGESTS[0]), 1)]
)
def test_without_a_digest_the_dockerfile_stays_as_it_is(pin, answer, code):
    ended, dockerfile = pin(answer, code)
    assert ended != 0
    assert dockerfile == text_of("Dockerfile")
