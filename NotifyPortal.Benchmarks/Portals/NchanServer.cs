using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NotifyPortal.Benchmarks.Frame;

namespace NotifyPortal.Benchmarks.Portals;

/// <summary>nginx with the nchan module, where Debian's packages are installed: event streams as written in C. Dispose ends it.</summary>
internal sealed class NchanServer : IDisposable
{
    private const string Program = "/usr/sbin/nginx";
    private const string Module = "/usr/lib/nginx/modules/ngx_nchan_module.so";

    private readonly Process process;

    private NchanServer(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Null, with a note, where it is not installed.</summary>
    /// <param name="directory">What it writes goes there.</param>
    public static async Task<NchanServer?> StartAsync(string directory, Report report)
    {
        if (!File.Exists(Program) || !File.Exists(Module))
        {
            report.Note("Not compared with nchan: it is not installed (Debian: nginx libnginx-mod-nchan).");

            return null;
        }

        Directory.CreateDirectory(directory);
        var port = FreePort();
        var file = Path.Combine(directory, "nginx.conf");
        await File.WriteAllTextAsync(file, Configuration(directory, port));
        var server = new NchanServer(Process.Start(Program, ["-e", "stderr", "-p", directory, "-c", file]), new Uri($"http://127.0.0.1:{port}"));
        await server.ListensAsync();

        return server;
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private async Task ListensAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };

        while (!process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync("/");

                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20); // not yet
            }
        }

        throw new InvalidOperationException("nginx did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Configuration(string directory, int port) => string.Create(CultureInfo.InvariantCulture, $$"""
        load_module {{Module}};
        daemon off;
        user root;
        pid {{directory}}/nginx.pid;
        worker_processes auto;
        worker_rlimit_nofile 20000;
        error_log stderr crit;
        events { worker_connections 15000; }
        http {
            access_log off;
            client_body_temp_path {{directory}}/body;
            proxy_temp_path {{directory}}/proxy;
            fastcgi_temp_path {{directory}}/fastcgi;
            uwsgi_temp_path {{directory}}/uwsgi;
            scgi_temp_path {{directory}}/scgi;
            server {
                listen 127.0.0.1:{{port}};
                location = /all { nchan_publisher; nchan_channel_id all; nchan_message_buffer_length 1000; }
                location = /stream { nchan_subscriber eventsource; nchan_channel_id all; nchan_subscriber_first_message newest; nchan_eventsource_event notification; }
            }
        }
        """);
}
