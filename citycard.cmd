@echo off
rem Starts the city-card station's command line from a checkout on Windows: the virtual environment, then the command.
rem Windows brings its own smart card service; there are no system packages to install.
setlocal
set "HERE=%~dp0"
set "PYTHONUTF8=1"
set "VENV=%HERE%.venv"
set "STAMP=%VENV%\.citycard-lock"

set "PY="
for %%V in (3.13 3.12 3.11) do if not defined PY py -%%V -c "" >nul 2>&1 && set "PY=py -%%V"
if not defined PY (
    python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>&1 && set "PY=python"
)
if not defined PY (
    echo Python 3.11 to 3.13 was not found. Please install one from python.org. 1>&2
    exit /b 1
)

fc /b "%HERE%requirements.lock" "%STAMP%" >nul 2>&1
if not errorlevel 1 if exist "%VENV%\Scripts\python.exe" goto start

echo Setting up, only once 1>&2
if not exist "%VENV%\Scripts\python.exe" %PY% -m venv "%VENV%" || exit /b 1
"%VENV%\Scripts\python.exe" -m pip install --quiet --no-input --disable-pip-version-check --retries 5 --timeout 60 ^
    --require-hashes -r "%HERE%requirements.lock" || exit /b 1
copy /y "%HERE%requirements.lock" "%STAMP%" >nul

:start
set "PYTHONPATH=%HERE%;%PYTHONPATH%"
"%VENV%\Scripts\python.exe" -P -m citycard_app %*
exit /b %errorlevel%
