#!/bin/sh
# install.sh BUILD DEST PREFIX VERSION: puts the program, the C library, datasets, analyses and pages
# under DEST. PREFIX is where they will be when they are used (DEST without a staging folder).
set -eu
build=$1 dest=$2 prefix=$3 version=$4

put() { # put MODE FILE FOLDER
    mkdir -p "$dest/$3"
    install -m "$1" "$2" "$dest/$3/"
}
# put_tree FOLDER DESTINATION: its files, without those that begin with a dot.
put_tree() {
    find "$1" -type f ! -name '.*' | while read -r file; do
        below=${file#"$1"/}
        case $below in */*) put 644 "$file" "$2/${below%/*}" ;; *) put 644 "$file" "$2" ;; esac
    done
}

put 755 "$build/foistat" bin
put 644 "$build/libfoistat.a" lib
# The C library's interface: measures, tables and numbers; what serves the program alone stays out.
for header in engine/base/*.h engine/scan/*.h engine/data/*.h engine/stats/*.h; do
    folder=${header#engine/}
    put 644 "$header" "include/foistat/${folder%/*}"
done

mkdir -p "$dest/lib/pkgconfig"
cat >"$dest/lib/pkgconfig/foistat.pc" <<EOF
prefix=$prefix
includedir=\${prefix}/include/foistat
libdir=\${prefix}/lib

Name: foistat
Description: Statistics for Freedom-of-Information data
Version: $version
Requires: gsl libRmath jansson nettle libutf8proc libcmark-gfm libseccomp zlib libzstd lua5.4
Cflags: -I\${includedir}
Libs: -L\${libdir} -lfoistat -lcmark-gfm-extensions -lcsv -lglpk -ldl -lm -pthread
EOF

put_tree datasets share/foistat/datasets
put_tree scripts share/foistat/scripts
put_tree share/luals share/foistat/luals
put_tree docs share/doc/foistat
for page in README.md CHANGELOG.md CONTRIBUTING.md LICENSE; do
    [ ! -e "$page" ] || put 644 "$page" share/doc/foistat
done
echo "foistat $version is in $dest"
