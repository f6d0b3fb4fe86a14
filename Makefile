# Boussole CMQ : `make run` démarre l’application, `make test` exécute tous les tests, `make check` relit le code,
# `make bench` mesure la vitesse.
#
#   make run PORT=8600 CMQ_DATA_DIR=/chemin/vers/les/donnees
#   make run HOST=0.0.0.0        ouvre l’application au réseau (à ne faire qu’en connaissance de cause)

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

# HOST compte seulement s’il est écrit sur la ligne de commande : certains interpréteurs l’exportent d’eux-mêmes.
ifeq ($(origin HOST),command line)
ADDRESS := $(HOST)
LISTEN := --server.address=$(HOST) --server.allowedHosts=*
else
ADDRESS := 127.0.0.1
LISTEN := --server.address=127.0.0.1
endif

.PHONY: run test bench check clean help
.DEFAULT_GOAL := help

help:
	@echo "make run    démarre l’application (http://127.0.0.1:$(PORT))"
	@echo "make test   exécute tous les tests, ceux du navigateur compris ; RAPIDE=1 s’en passe"
	@echo "make bench  mesure la vitesse ; MESURES=\"clic pages\" en choisit"
	@echo "make check  relit le code : ruff, mypy, import-linter"
	@echo "make clean  supprime l’environnement et les fichiers de travail, jamais les données"

run: $(VENV)/.installed
	@echo "Boussole CMQ : http://$(ADDRESS):$(PORT) (Ctrl + C pour arrêter)"
	@exec $(BIN)/python -m streamlit run app.py --server.port=$(PORT) $(LISTEN)

# L’environnement n’est refait que si la liste des paquets a changé depuis la dernière installation réussie.
$(VENV)/.installed: requirements.txt
	@sh scripts/venv.sh $(VENV) requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@sh scripts/venv.sh $(VENV) requirements-dev.txt
	@touch $@

test: $(VENV)/.installed-dev
	@sh scripts/test.sh $(BIN)/python

bench: $(VENV)/.installed-dev
	@$(BIN)/python -m tests.bench $(MESURES)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
