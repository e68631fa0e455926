# Runs a command of Postern. Part of the launchers, of the repository and of the packages.
# launch JAVA JAR OPTIONS-FOLDER CACHE-FOLDER ARGUMENT...
launch() {
    java="$1" jar="$2" options="$3" caches="$4"
    shift 4
    kind=client # a command that talks to a running server; the others do their work in this process
    for word in "$@"; do
        case "$word" in
            serve | demo | dev | audit | keys | backup | restore | check) kind=server ;;
        esac
    done
    gc=
    case "${POSTERN_JAVA_OPTS:-}" in
        *-XX:+Use*GC*) gc=-XX:-UseSerialGC ;; # another garbage collector was chosen
    esac
    # shellcheck disable=SC2086
    exec "$java" "@$options/$kind.options" "-XX:AOTCache=$caches/$kind.aot" "-Dorg.sqlite.lib.path=$caches" $gc ${POSTERN_JAVA_OPTS:-} -jar "$jar" "$@"
}
