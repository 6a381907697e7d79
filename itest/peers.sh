#!/bin/sh
# Fetches the Debian packages that the tests compare with, and unpacks those that are not installed:
#
#   peers.sh FOLDER
#
# Nothing is installed and nothing is started. Where they cannot be had, the tests that need them are skipped, and say so.
set -u

folder=$1
packages="daemontools daemontools-run ucspi-tcp runit nginx strace tinycdb"

mkdir -p "$folder"
cd "$folder" || exit 0
here=$(pwd)

# The program by which a package is known to be there.
program_of() {
    case $1 in
        daemontools) echo svscan ;;
        daemontools-run) echo ./usr/sbin/update-service ;;
        ucspi-tcp) echo tcpserver ;;
        runit) echo sv ;;
        tinycdb) echo cdb ;;
        *) echo "$1" ;;
    esac
}

unpack() {
    if ! apt-get download -qq "$@" >/dev/null 2>&1; then
        # The lists of packages may never have been fetched; only root can.
        apt-get update -qq >/dev/null 2>&1
        apt-get download -qq "$@" >/dev/null 2>&1
    fi
    for package in "$@"; do
        for file in "$package"_*.deb; do
            if [ -e "$file" ] && dpkg-deb -x "$file" .; then
                rm -f "$file"
            else
                echo "note: no $package here (Debian: apt-get install $package): tests that need it are skipped"
                return 1
            fi
        done
    done
}

# ucspi-tcp's scripts name their programs with the folder that these would be installed in.
name_folder() {
    for script in tcpcat mconnect who@ date@ finger@ http@; do
        sed -i "s,/usr/bin/\(tcpclient\|addcr\|delcr\|mconnect-io\),$here/usr/bin/\1,g" "usr/bin/$script"
    done
}

# A program whose libraries are unpacked beside it: OPTION keeps the way to them out of what the program starts.
with_libraries() {
    mv "usr/bin/$1" "usr/bin/$1.real"
    libraries=$(find "$here" -name 'lib*.so.*' -exec dirname {} \; | sort -u | tr '\n' ':')
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s %s "$@"\n' "$libraries" "$here/usr/bin/$1.real" "${2-}" >"usr/bin/$1"
    chmod 755 "usr/bin/$1"
}

for package in $packages; do
    if PATH=$PATH:/usr/sbin:$here/usr/bin:$here/usr/sbin command -v "$(program_of "$package")" >/dev/null; then
        continue
    fi
    case $package in
        ucspi-tcp) unpack ucspi-tcp && name_folder ;;
        tinycdb) unpack tinycdb libcdb1 && with_libraries cdb ;;
        strace) unpack strace libunwind8 && with_libraries strace '-E LD_LIBRARY_PATH' ;;
        *) unpack "$package" ;;
    esac
done
exit 0
