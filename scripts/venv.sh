#!/bin/sh
# Prépare l’environnement Python : sh scripts/venv.sh DOSSIER LISTE
set -eu
venv=$1
list=$2

fail() {
    printf '\n%s\n' "$@" >&2
    exit 1
}

recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ ! -x "$venv/bin/python" ] || ! recent "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if recent "$candidate"; then
            python=$candidate
            break
        fi
    done
    [ -n "$python" ] || fail \
        "Boussole CMQ a besoin de Python 3.11 ou plus récent, introuvable sur cette machine." \
        "Version trouvée : $(python3 --version 2>&1 || echo aucune)." \
        "Installez-le, ou indiquez son chemin : make run PYTHON=/chemin/vers/python3.12"
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || fail \
        "Le module « venv » de Python manque." \
        "Sous Debian ou Ubuntu : apt-get install python3-venv, puis relancez la commande."
    rm -rf "$venv"
    echo "Création de l’environnement Python dans $venv…"
    "$python" -m venv "$venv"
fi

echo "Installation des paquets de $list…"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$list" || fail \
    "L’installation des paquets a échoué : vérifiez la connexion au réseau, puis relancez la commande." \
    "Une installation inachevée ne gêne pas : elle sera reprise."
