"""Hosts to try the playbooks on: systemd and sshd in systemd-nspawn, on a network of their own, with disks of their own.

All of it lives in the namespaces that `run` has made, and ends with them, however they end.
"""

import hashlib
import inspect
import ipaddress
import os
import pathlib
import shlex
import shutil
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent

NETWORK = ipaddress.ip_network("10.77.0.0/24")
#: This side of the bridge: where the playbooks run, and what the hosts reach beside each other.
CONTROL = "10.77.0.1"
ADDRESSES = {
    **{f"controller-{n}": f"10.77.0.{10 + n}" for n in range(1, 6)},
    **{f"broker-{n}": f"10.77.0.{20 + n}" for n in range(1, 6)},
    **{f"services-{n}": f"10.77.0.{30 + n}" for n in range(1, 3)},
}
#: Who the playbooks log in as: not root, with sudo.
ADMIN = "admin"

#: What an image for EC2 brings before Ansible has seen it. Java is among it: these hosts have no way to a package archive.
PACKAGES = [
    "ca-certificates", "dbus", "iproute2", "openjdk-17-jre-headless", "openssh-server", "openssl", "procps", "python3",
    "python3-apt", "sudo", "systemd", "systemd-sysv", "unzip", "xfsprogs",
]
#: In a container, systemd leaves the devices of fstab alone, which it mounts at the boot of any other host.
FSTAB_DEVICES = """[Unit]
Description=Disks of fstab
DefaultDependencies=no
Before=local-fs.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/mount --all --types xfs

[Install]
WantedBy=local-fs.target
"""
BOOT_SECONDS = 60
DISK_BYTES = 2 * 1024**3


def sh(*command, **options):
    """Runs a command that must succeed, and returns what it printed."""
    options.setdefault("timeout", 300)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode:
        raise RuntimeError(f"{shlex.join(command)} ended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


class Image:
    """The root file system that each host begins with, kept between runs."""

    def __init__(self):
        cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "vigil"
        self.codename = _os_release()["VERSION_CODENAME"]
        recipe = "\n".join([inspect.getsource(Image.build), self.codename, ADMIN, FSTAB_DEVICES, *PACKAGES, *ADDRESSES.values()])
        self.root = cache / f"test-host-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
        self.key = self.root / "root" / "admin-key"

    def build(self):
        """Makes the image if it is not there. Needs the package archive, so it runs outside of the hosts' network."""
        if self.root.exists():
            return
        self.root.parent.mkdir(parents=True, exist_ok=True)
        for old in self.root.parent.glob("test-host-*"):
            shutil.rmtree(old)
        new = self.root.with_name(self.root.name + f".{os.getpid()}")
        print(f"building the image of the test hosts in {self.root}", flush=True)
        sh("debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", self.codename, str(new), _archive(),
           timeout=900)
        sh("chroot", str(new), "useradd", "--create-home", "--shell", "/bin/bash", ADMIN)
        (new / "etc/sudoers.d" / ADMIN).write_text(f"{ADMIN} ALL=(ALL) NOPASSWD: ALL\n")
        (new / "etc/sudoers.d" / ADMIN).chmod(0o440)
        (new / "etc/hosts").write_text(
            "127.0.0.1 localhost\n" + "".join(f"{address} {name}\n" for name, address in ADDRESSES.items()))
        (new / "etc/resolv.conf").write_text("")
        # Each host would be asked for its time zone and keys on its first boot, and have a machine id of its own.
        (new / "etc/machine-id").write_text("")
        for unit in ("apt-daily.timer", "apt-daily-upgrade.timer", "e2scrub_all.timer", "fstrim.timer"):
            sh("chroot", str(new), "systemctl", "mask", unit)
        # Containers have no log-in console worth having.
        sh("chroot", str(new), "systemctl", "mask", "console-getty.service")
        (new / "etc/systemd/system/fstab-devices.service").write_text(FSTAB_DEVICES)
        sh("chroot", str(new), "systemctl", "enable", "fstab-devices.service")
        sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(new / "root/admin-key"))
        ssh = new / "home" / ADMIN / ".ssh"
        ssh.mkdir(mode=0o700)
        shutil.copy(new / "root/admin-key.pub", ssh / "authorized_keys")
        sh("chroot", str(new), "chown", "-R", f"{ADMIN}:{ADMIN}", f"/home/{ADMIN}/.ssh")
        shutil.rmtree(new / "var/cache/apt/archives", ignore_errors=True)
        new.rename(self.root)

    def host_keys(self):
        return (self.root / "etc/ssh/ssh_host_ed25519_key.pub").read_text().strip()


class Host:
    """One host: a copy-on-write root, a network namespace, and disks that outlive its reboots."""

    def __init__(self, name, image, folder, cgroup):
        self.name = name
        self.address = ADDRESSES[name]
        self._image = image
        self._folder = folder / name
        self._cgroup = cgroup
        self._process = None
        self._disks = {}

    def boot(self, disks=0):
        """A bare host, with as many blank disks."""
        for part in ("upper", "work", "root"):
            (self._folder / part).mkdir(parents=True)
        sh("mount", "-t", "overlay", "overlay", "-o",
           f"lowerdir={self._image.root},upperdir={self._folder}/upper,workdir={self._folder}/work",
           str(self._folder / "root"))
        (self._folder / "root/etc/hostname").write_text(self.name + "\n")
        index = list(ADDRESSES).index(self.name)
        sh("ip", "netns", "add", self.name)
        sh("ip", "link", "add", f"host{index}", "type", "veth", "peer", "name", "eth0", "netns", self.name)
        sh("ip", "link", "set", f"host{index}", "master", "hosts", "up")
        inside = ("ip", "-n", self.name)
        sh(*inside, "address", "add", f"{self.address}/{NETWORK.prefixlen}", "dev", "eth0")
        for device in ("lo", "eth0"):
            sh(*inside, "link", "set", device, "up")
        for number in range(disks):
            self.attach(number)
        self.start()

    def attach(self, number):
        """A new blank disk, seen under the name that EC2 gives to a volume."""
        file = self._folder / f"disk{number}"
        file.unlink(missing_ok=True)
        with open(file, "wb") as blank:
            blank.truncate(DISK_BYTES)
        device = sh("losetup", "--find", "--show", str(file)).strip()
        # Detached when the last who holds it open lets go, which is this process: so it is gone however this ends.
        held = os.open(device, os.O_RDONLY)
        sh("losetup", "--detach", device)
        self._disks[number] = (device, held)

    def detach(self, number):
        """Takes a disk away for good; the host must not run."""
        _, held = self._disks.pop(number)
        os.close(held)

    def start(self):
        binds = []
        for number, (device, _) in self._disks.items():
            by_id = f"/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_{volume(self.name, number)}"
            binds += [f"--bind={device}", f"--bind={device}:{by_id}"]
        command = [
            "systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit", "--console=read-only",
            f"--machine={self.name}", f"--directory={self._folder}/root",
            f"--network-namespace-path=/run/netns/{self.name}", *binds,
        ]
        # systemd inside takes the cgroup that it is started in for its own.
        enter = "".join(f"echo $$ > {shlex.quote(path)}/cgroup.procs; " for path in self._cgroup.of(self.name))
        with open(self._folder / "console.log", "ab") as log:
            self._process = subprocess.Popen(["sh", "-c", enter + "exec " + shlex.join(command)], stdin=subprocess.DEVNULL,
                                             stdout=log, stderr=subprocess.STDOUT)

    def await_ssh(self):
        deadline = time.monotonic() + BOOT_SECONDS
        while True:
            try:
                self.run("true", timeout=10)
                return
            except (RuntimeError, subprocess.TimeoutExpired):
                if time.monotonic() > deadline or self._process.poll() is not None:
                    log = (self._folder / "console.log").read_text(errors="replace")
                    raise RuntimeError(f"{self.name} does not answer:\n{log[-3000:]}") from None
                time.sleep(0.5)

    def run(self, command, timeout=120):
        """A shell command as root on the host, over SSH; what it printed."""
        return sh(*self.ssh(), f"sudo bash -c {shlex.quote(command)}", timeout=timeout)

    def ssh(self):
        return ("ssh", "-i", str(self._folder.parent / "key"), "-o", f"UserKnownHostsFile={self._folder.parent}/known_hosts",
                "-o", "ConnectTimeout=5", "-o", "BatchMode=yes", f"{ADMIN}@{self.address}")

    def kill(self):
        """As if its power was cut. The disks keep what was synced, and what the kernel has in its cache."""
        for path in self._cgroup.of(self.name):
            _kill_below(pathlib.Path(path))
        self._process.wait(timeout=30)

    def reboot(self):
        self.kill()
        self.start()
        self.await_ssh()

    def destroy(self):
        """The host and its disks are gone; a new one of the same name can be booted."""
        self.kill()
        for number in list(self._disks):
            self.detach(number)
        sh("umount", str(self._folder / "root"))
        sh("ip", "netns", "delete", self.name)
        shutil.move(self._folder / "console.log", self._folder.with_suffix(".log"))
        shutil.rmtree(self._folder)


def volume(host, number):
    """The id of a volume, as a disk's serial number has it: without the dash."""
    return "vol" + hashlib.sha256(f"{host}/{number}".encode()).hexdigest()[:17]


class Cgroup:
    """A cgroup for each host, below the one that we are in."""

    def __init__(self, run):
        root = pathlib.Path("/sys/fs/cgroup")
        roots = [root] if (root / "cgroup.procs").exists() else [
            path for path in (root / "systemd", root / "unified") if path.exists()]
        self._roots = [path / f"vigil-test-{run}" for path in roots]

    def of(self, host):
        paths = [str(path / host) for path in self._roots]
        for path in paths:
            pathlib.Path(path).mkdir(parents=True, exist_ok=True)
        return paths

    def remove(self):
        for root in self._roots:
            _kill_below(root)
            for folder, _, _ in os.walk(root, topdown=False):
                os.rmdir(folder)


class Hosts:
    """All hosts of a run."""

    def __init__(self, folder):
        self.image = Image()
        self._folder = folder
        self._hosts = {}
        self._cgroup = Cgroup(os.environ["VIGIL_TEST_RUN"])
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(self.image.key, folder / "key")
        (folder / "known_hosts").write_text(
            "".join(f"{address} {self.image.host_keys()}\n" for address in ADDRESSES.values()))
        # Names are the same here as on the hosts.
        sh("mount", "--bind", str(self.image.root / "etc/hosts"), "/etc/hosts")
        sh("ip", "link", "add", "hosts", "type", "bridge")
        sh("ip", "address", "add", f"{CONTROL}/{NETWORK.prefixlen}", "dev", "hosts")
        sh("ip", "link", "set", "hosts", "up")

    def __getitem__(self, name):
        return self._hosts[name]

    def __iter__(self):
        return iter(self._hosts.values())

    def boot(self, disks_of):
        """:param disks_of: how many disks each host has, by its name"""
        new = [Host(name, self.image, self._folder, self._cgroup) for name in disks_of]
        for host in new:
            host.boot(disks_of[host.name])
            self._hosts[host.name] = host
        for host in new:
            host.await_ssh()

    def remove(self, name):
        self._hosts.pop(name).destroy()

    def close(self):
        for name in list(self._hosts):
            self.remove(name)
        self._cgroup.remove()


def _kill_below(cgroup):
    """Kills until nobody is left; what is killed may have forked meanwhile."""
    deadline = time.monotonic() + 20
    while True:
        left = [int(pid) for procs in cgroup.rglob("cgroup.procs") for pid in procs.read_text().split()]
        if not left:
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"{left} in {cgroup} cannot be killed")
        for pid in left:
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                pass
        time.sleep(0.05)


def _os_release():
    lines = pathlib.Path("/etc/os-release").read_text().splitlines()
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines)}


def _archive():
    """Where this machine's own packages come from."""
    return sh("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages").splitlines()[0]
