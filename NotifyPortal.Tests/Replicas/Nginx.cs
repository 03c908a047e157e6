using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NotifyPortal.Tests.Support;

namespace NotifyPortal.Tests.Replicas;

/// <summary>nginx before two replicas, with the configuration that the repository shows; only addresses and the certificate are this test's.</summary>
internal sealed class Nginx : IDisposable
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "../../../../samples/nginx/notifyportal.conf");

    // Its input ends with the tests, even if they are killed.
    private const string Keeper = """ "$@" & server=$!; read -r word; kill -TERM $server; wait """;

    private readonly TempDirectory directory = new();
    private readonly Process process;

    private Nginx(int a, int b)
    {
        var (plain, secure) = (FreePort.Next(), FreePort.Next());
        (Address, SecureAddress) = (new Uri($"http://127.0.0.1:{plain}"), new Uri($"https://localhost:{secure}"));
        WriteCertificate();
        File.WriteAllText(directory["portal.conf"], Configuration(a, b, plain, secure));
        File.WriteAllText(directory["nginx.conf"],
            $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off;
            pid {{directory["pid"]}};
            worker_processes 1;
            events { worker_connections 4096; }
            http {
                access_log off;
                client_body_temp_path {{directory["body"]}};
                proxy_temp_path {{directory["proxy"]}};
                fastcgi_temp_path {{directory["fastcgi"]}};
                uwsgi_temp_path {{directory["uwsgi"]}};
                scgi_temp_path {{directory["scgi"]}};
                include {{directory["portal.conf"]}};
            }
            """);
        string[] command = ["-c", Keeper, "sh", "nginx", "-p", directory[""], "-e", directory["errors"], "-c", directory["nginx.conf"]];
        process = Process.Start(new ProcessStartInfo("/bin/sh", command) { RedirectStandardInput = true, UseShellExecute = false })!;
    }

    public Uri Address { get; }

    /// <summary>With a certificate that nobody has signed.</summary>
    public Uri SecureAddress { get; }

    /// <summary>What it has complained of.</summary>
    public string Errors => File.Exists(directory["errors"]) ? File.ReadAllText(directory["errors"]) : "";

    /// <param name="a">The replicas' ports.</param>
    public static async Task<Nginx> StartAsync(int a, int b)
    {
        Needs.Tool(Needs.Nginx);
        var nginx = new Nginx(a, b);
        await Until.TrueAsync(() => File.Exists(nginx.directory["pid"]) || nginx.process.HasExited, "nginx runs");
        Assert.False(nginx.process.HasExited, nginx.Errors);

        return nginx;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
        directory.Dispose();
    }

    private string Configuration(int a, int b, int plain, int secure)
    {
        var text = File.ReadAllText(Sample);
        (string Shown, string Here)[] changes =
        [
            ("127.0.0.1:5081", $"127.0.0.1:{a}"), ("127.0.0.1:5082", $"127.0.0.1:{b}"), ("listen 443 ssl;", $"listen 127.0.0.1:{secure} ssl; listen 127.0.0.1:{plain};"),
            ("/etc/ssl/portal.example.org.pem", directory["certificate"]), ("/etc/ssl/portal.example.org.key", directory["key"]),
        ];

        foreach (var (shown, here) in changes)
        {
            Assert.Contains(shown, text, StringComparison.Ordinal);
            text = text.Replace(shown, here, StringComparison.Ordinal);
        }

        return text;
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(directory["certificate"], certificate.ExportCertificatePem());
        File.WriteAllText(directory["key"], key.ExportPkcs8PrivateKeyPem());
    }
}
