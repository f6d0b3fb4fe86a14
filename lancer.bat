@echo off
rem Boussole CMQ sous Windows, sans make : prepare l'environnement si besoin, puis demarre l'application.
rem   lancer.bat            (set PORT=8600 et set CMQ_DATA_DIR=C:\chemin avant, pour en changer)
setlocal
chcp 65001 >nul
cd /d "%~dp0"
if "%PORT%"=="" set "PORT=8501"

set "PYTHON="
for %%P in ("py -3" "python" "python3") do (
    if not defined PYTHON (
        %%~P -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && set "PYTHON=%%~P"
    )
)
if not exist ".venv\Scripts\python.exe" (
    if not defined PYTHON (
        echo Boussole CMQ a besoin de Python 3.11 ou plus récent.
        echo Installez-le depuis le site officiel de Python, puis relancez ce fichier.
        pause
        exit /b 1
    )
    echo Création de l'environnement Python dans .venv...
    %PYTHON% -m venv .venv
    if errorlevel 1 goto :failed
)

rem Les paquets ne sont installes que si la liste a change depuis la derniere installation reussie.
fc /b requirements.txt .venv\requirements.installed >nul 2>&1
if errorlevel 1 (
    echo Installation des paquets...
    .venv\Scripts\python.exe -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
    if errorlevel 1 goto :failed
    copy /y requirements.txt .venv\requirements.installed >nul
)

echo Boussole CMQ : http://127.0.0.1:%PORT% (Ctrl + C pour arrêter)
start "" /b cmd /c "timeout /t 4 /nobreak >nul & start "" http://127.0.0.1:%PORT%"
.venv\Scripts\python.exe -m streamlit run app.py --server.address=127.0.0.1 --server.port=%PORT%
exit /b %errorlevel%

:failed
echo.
echo L'installation a échoué. Vérifiez la connexion au réseau, puis relancez ce fichier.
pause
exit /b 1
