/* A reader driver for pcscd around vsmartcard's, with one slot, that can be unplugged.
 *
 * While a file named "unplugged" stands beside this library, the reader answers as one whose cable is pulled (IFDHandler 3.0,
 * IFD_NO_SUCH_DEVICE). Everything else is passed on to vsmartcard's own, "wrapped.so", beside it too. Made and used by
 * tests/readers_rig.py.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <ifdhandler.h>

static const char *beside(const char *name, char *path, size_t size)
{
    Dl_info self;
    if (!dladdr((void *)beside, &self))
        return name;
    const char *slash = strrchr(self.dli_fname, '/');
    snprintf(path, size, "%.*s%s", (int)(slash - self.dli_fname + 1), self.dli_fname, name);
    return path;
}

static void *wrapped(const char *function)
{
    static void *library;
    char path[4096];
    if (!library)
        library = dlopen(beside("wrapped.so", path, sizeof path), RTLD_NOW | RTLD_LOCAL);
    return library ? dlsym(library, function) : NULL;
}

static int unplugged(void)
{
    char path[4096];
    return access(beside("unplugged", path, sizeof path), F_OK) == 0;
}

#define PASS_ON(function, types, ...)                        \
    if (unplugged())                                         \
        return IFD_NO_SUCH_DEVICE;                           \
    RESPONSECODE(*call) types = wrapped(function);           \
    return call ? call(__VA_ARGS__) : IFD_COMMUNICATION_ERROR

RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR device)
{
    PASS_ON("IFDHCreateChannelByName", (DWORD, LPSTR), lun, device);
}

RESPONSECODE IFDHCreateChannel(DWORD lun, DWORD channel)
{
    PASS_ON("IFDHCreateChannel", (DWORD, DWORD), lun, channel);
}

RESPONSECODE IFDHCloseChannel(DWORD lun)
{
    RESPONSECODE (*call)(DWORD) = wrapped("IFDHCloseChannel");
    return call ? call(lun) : IFD_COMMUNICATION_ERROR;
}

RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value)
{
    if (tag == TAG_IFD_SLOTS_NUMBER && *length >= 1) {
        *value = 1;
        *length = 1;
        return IFD_SUCCESS;
    }
    PASS_ON("IFDHGetCapabilities", (DWORD, DWORD, PDWORD, PUCHAR), lun, tag, length, value);
}

RESPONSECODE IFDHSetCapabilities(DWORD lun, DWORD tag, DWORD length, PUCHAR value)
{
    PASS_ON("IFDHSetCapabilities", (DWORD, DWORD, DWORD, PUCHAR), lun, tag, length, value);
}

RESPONSECODE IFDHSetProtocolParameters(DWORD lun, DWORD protocol, UCHAR flags, UCHAR pts1, UCHAR pts2, UCHAR pts3)
{
    PASS_ON("IFDHSetProtocolParameters", (DWORD, DWORD, UCHAR, UCHAR, UCHAR, UCHAR), lun, protocol, flags, pts1, pts2, pts3);
}

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length)
{
    PASS_ON("IFDHPowerICC", (DWORD, DWORD, PUCHAR, PDWORD), lun, action, atr, length);
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER sent, PUCHAR command, DWORD command_length, PUCHAR response,
                               PDWORD response_length, PSCARD_IO_HEADER received)
{
    PASS_ON("IFDHTransmitToICC", (DWORD, SCARD_IO_HEADER, PUCHAR, DWORD, PUCHAR, PDWORD, PSCARD_IO_HEADER), lun, sent,
            command, command_length, response, response_length, received);
}

RESPONSECODE IFDHControl(DWORD lun, DWORD code, PUCHAR in, DWORD in_length, PUCHAR out, DWORD out_length, LPDWORD returned)
{
    PASS_ON("IFDHControl", (DWORD, DWORD, PUCHAR, DWORD, PUCHAR, DWORD, LPDWORD), lun, code, in, in_length, out, out_length,
            returned);
}

RESPONSECODE IFDHICCPresence(DWORD lun)
{
    PASS_ON("IFDHICCPresence", (DWORD), lun);
}
