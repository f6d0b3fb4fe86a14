#!/bin/sh
# Exécute les tests : sh scripts/test.sh PYTHON. Sans Chromium, le dit, et échoue en intégration continue.
#   RAPIDE=1                   ceux qui ne demandent pas de navigateur, chaque propriété sur peu d’exemples
#   COUVERTURE=1 (ou CI=true)  mesure la part des branches de cmq/ qu’ils parcourent, et la tient à un plancher
set -eu
python=$1

browser() {
    if [ -n "${CMQ_CHROMIUM:-}" ]; then
        [ -x "$CMQ_CHROMIUM" ]
    else
        command -v chromium || command -v chromium-browser || command -v google-chrome
    fi >/dev/null 2>&1
}

install_browser() {
    command -v apt-get >/dev/null 2>&1 || return 1
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true >/dev/null 2>&1 || return 1
        as_root="sudo -n"
    fi
    echo "Installation de Chromium pour les tests du navigateur…"
    # -qq garde la fin du journal pour les tests ; sans entrée, rien ne peut attendre une réponse.
    $as_root apt-get update -qq </dev/null &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core </dev/null >/dev/null
}

# Un processus par cœur : plus de quatre navigateurs se gêneraient. Ce qu’une même visite a vu reste ensemble.
run() {
    set -- -n auto --maxprocesses=4 --dist=loadscope "$@"
    if [ "${CI:-}" != "true" ] && [ -z "${COUVERTURE:-}" ]; then
        "$python" -m pytest "$@"
        return
    fi
    folder=$(mktemp -d)
    status=0
    COVERAGE_FILE="$folder/donnees" "$python" -m pytest --cov --cov-report="json:$folder/rapport" "$@" || status=$?
    if [ -s "$folder/rapport" ]; then
        "$python" -m scripts.coverage_floor "$folder/rapport" || [ "$status" -ne 0 ] || status=1
    fi
    rm -rf "$folder"
    return "$status"
}

if [ -n "${RAPIDE:-}" ]; then
    export HYPOTHESIS_PROFILE="${HYPOTHESIS_PROFILE:-rapide}"
    run -m "not browser"
    exit
fi

if browser || { install_browser && browser; }; then
    run
    exit
fi

missing="Chromium est introuvable et n’a pas pu être installé : les tests du navigateur ne peuvent pas s’exécuter.
Installez le paquet « chromium », ou indiquez son chemin : CMQ_CHROMIUM=/chemin/vers/chromium make test"
printf '\n%s\n\n' "$missing" >&2
if [ "${CI:-}" = "true" ]; then
    exit 1
fi
status=0
run -m "not browser" || status=$?
printf '\n%s\n' "ATTENTION : les tests du navigateur n’ont PAS été exécutés. $missing" >&2
exit "$status"
